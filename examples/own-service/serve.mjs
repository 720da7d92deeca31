// The smallest service that the page can use: one delivery, to be looked at. Its log is a file with an event a line; whoever
// appends a line changes the numbers of every page that is open.
//
//     node examples/own-service/serve.mjs 4870 events.ndjson
//
// docs/guides/own-service.md goes through it.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, resolve, sep } from 'node:path';

const [port, log, folder = 'dist'] = process.argv.slice(2);
const KINDS = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml',
  '.json': 'application/json', '.wasm': 'application/wasm',
};
const LOOK_EVERY_MS = 500;
const ALIVE_EVERY_MS = 15_000;

/** Who looks. This role is for addresses in the logs; for what takes another, the page greys out its buttons. */
const USER = { login: 'you', name: 'You', roles: ['View logs'] };
/** Yours is made from the session of whoever is signed in. */
const TOKEN = crypto.randomUUID();
const SAFEGUARDS = { type_number_from: null, second_person_from: null };
const began = new Date().toISOString();
const DELIVERY = {
  id: 'MAY', label: 'May letter', channel: 'email', recurrence: 'one_off', campaign: null, description: null,
  state: 'sending', feedback: 'on', tracking: 'on', validity_hours: 48,
  audience: { target: 'Everybody', test_profiles: 0, traps: 0 }, schedule: { plan: 'once_confirmed', at: null },
  content: { from: 'Shop <letters@shop.example>', subject: 'What is new in May' },
  preparation: {
    number: 1, finished_at: began, targeted: 3, to_deliver: 3, excluded: 0, causes: {}, fingerprint: 'one', warnings: [],
  },
  outdated_by: null, safeguards: SAFEGUARDS, approval: null, confirmation: { by: 'You', at: began }, contact_date: began,
  copied_from: null, last_send: null,
};
const { id, label, channel, recurrence, state, contact_date, confirmation } = DELIVERY;
const CARD = { id, label, channel, recurrence, state, contact_date, confirmation, numbers: null };

/** A place in the log: the number of a line, so written that texts sort as numbers do. */
const place = number => String(number).padStart(16, '0');
/** The log so far, each event with its place. A line that is being written is none yet. */
const events = async () => (await readFile(log, 'utf8')).split('\n').slice(0, -1).map((line, at) => {
  try {
    const event = { ...JSON.parse(line), sequence: place(at + 1) };
    return { text: JSON.stringify(event), message: event.subject };
  } catch {
    // The page counts what it cannot read.
    return { text: line };
  }
});

const give = (response, status, body, more) =>
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store', ...more }).end(JSON.stringify(body));
const refuse = (response, status, type, detail) =>
  give(response, status, { type: `/problems/${type}`, status, title: detail, detail }, { 'content-type': 'application/problem+json' });
const lines = (response, some, more) =>
  response.writeHead(200, { 'content-type': 'application/x-ndjson', ...more }).end(some.map(({ text }) => `${text}\n`).join(''));

/** What follows a place, and then whatever happens. */
function follow(request, response, after) {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'last-event-id': place(after) });
  response.write(`retry: 1000\nid: ${place(after)}\n\n`);
  let at = after;
  const tell = async () => {
    for (const { text } of (await events()).slice(at)) response.write(`id: ${place((at += 1))}\ndata: ${text}\n\n`);
  };
  // The page comes back by itself to a stream that has ended.
  const look = () => tell().catch(() => response.end());
  const clocks = [setInterval(look, LOOK_EVERY_MS), setInterval(() => response.write(': alive\n\n'), ALIVE_EVERY_MS)];
  request.on('close', () => clocks.forEach(clearInterval));
}

async function answer(request, response) {
  const { pathname, searchParams } = new URL(request.url, 'http://service');
  // The page asks here for a token, whatever service it is: by GET at first, by POST with the login when it ends. And who may
  // sign in.
  if (pathname === '/api/demo/token') return give(response, 200, { token: TOKEN, login: USER.login, expires_in: 3_600 });
  if (pathname === '/api/demo/users') return give(response, 200, [USER]);
  if (request.method !== 'GET') return refuse(response, 405, 'bad-request', 'This service is to be looked at.');
  if (!pathname.startsWith('/api/')) return file(response, pathname);
  if (request.headers.authorization !== `Bearer ${TOKEN}`) return refuse(response, 401, 'sign-in', 'Sign in first.');
  const after = Number(request.headers['last-event-id'] ?? searchParams.get('after') ?? 0);
  const [, , , ofDelivery, what, message, more] = pathname.split('/');
  switch (pathname) {
    case '/api/session': return give(response, 200, { user: USER, clock: { now: new Date().toISOString(), speed: 1 }, demo: false });
    case '/api/safeguards': return give(response, 200, SAFEGUARDS);
    case '/api/deliveries': return give(response, 200, [CARD]);
  }
  if (ofDelivery !== id) return refuse(response, 404, 'not-found', `There is nothing at ${pathname}.`);
  const all = await events();
  switch (what) {
    case undefined: return give(response, 200, DELIVERY, { etag: '"1"', 'last-event-id': place(all.length) });
    // The page counts by itself. What the service has counted would be shown until it has read the log.
    case 'numbers': return give(response, 200, null);
    case 'executions': return give(response, 200, []);
    case 'events': {
      if (request.headers.accept?.includes('text/event-stream')) return follow(request, response, after);
      return lines(response, all.slice(after), { 'last-event-id': place(after) });
    }
    case 'messages':
      if (more === 'history') return give(response, 200, []);
      return lines(response, all.filter(event => event.message === decodeURIComponent(message)));
  }
  return refuse(response, 404, 'not-found', `There is nothing at ${pathname}.`);
}

async function file(response, pathname) {
  const path = join(resolve(folder), decodeURIComponent(pathname === '/' ? '/index.html' : pathname));
  const body = path.startsWith(resolve(folder) + sep) && (await readFile(path).catch(() => undefined));
  if (!body) return refuse(response, 404, 'not-found', `There is no file ${pathname}.`);
  return response.writeHead(200, { 'content-type': KINDS[extname(path)] ?? 'application/octet-stream' }).end(body);
}

createServer((request, response) => {
  answer(request, response).catch(error => {
    console.error(`${request.method} ${request.url}: ${error.message}`);
    if (response.headersSent) response.end();
    else refuse(response, 503, 'unavailable', 'The log cannot be read.');
  });
}).listen(Number(port), '127.0.0.1', function listening() {
  console.log(`listening on http://127.0.0.1:${this.address().port}`);
});
