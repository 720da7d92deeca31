// A stand-in for the service: it serves the built page, and one finished delivery with the stream's events. It reads no
// database and folds nothing, so that what is measured is the page.
import { once } from 'node:events';
import { createReadStream, existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** The delivery that everything is about. */
export const DELIVERY = 'DM95';

/** As the service has them, in crates/server/src/http/headers.rs. */
const PAGE_POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; " +
  "font-src 'self'; connect-src 'self'; base-uri 'none'; object-src 'none'; form-action 'none'; " +
  "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types default";
const API_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const EVERYWHERE = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
};
const TYPES = {
  '.html': 'text/html', '.js': 'text/javascript', '.mjs': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.wasm': 'application/wasm',
};

const BEGINNING = '0'.repeat(16);
const ALIVE_MS = 15_000;
const PIECE = 256 * 1024;
const HOUR_MS = 3_600_000;

const USER = {
  login: 'ada', name: 'Ada Rossi',
  roles: ['Prepare deliveries', 'Start deliveries', 'View logs', 'Export', 'Administration'],
};
const SAFEGUARDS = { type_number_from: null, second_person_from: null };

export class Stub {
  /** What was asked of the contract so far, as `GET /api/session`. */
  asked = [];

  /** Streams that are open. */
  followers = new Set();

  /**
   * Serves the page in the folder `dist`, and the events in the file `path`, of which `stream` tells. Under `/bench/` stand
   * the benches' own pages, the engine in the folder `engine`, and the events as they are.
   */
  static async start({ dist, engine, path, stream }) {
    const stub = new Stub();
    Object.assign(stub, { dist, engine, path, stream });
    stub.server = createServer((request, response) => {
      stub.#answer(request, response).catch(error => {
        // Whoever went away before the end wants no answer.
        if (!response.headersSent) response.writeHead(500).end(String(error));
      });
    });
    stub.server.listen(0, '127.0.0.1');
    await once(stub.server, 'listening');
    stub.address = `http://127.0.0.1:${stub.server.address().port}`;
    return stub;
  }

  /** Ends it, and whatever is still open. */
  async stop() {
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, 'close');
  }

  async #answer(request, response) {
    const { pathname, searchParams } = new URL(request.url, this.address);
    if (pathname === '/bench/stream') return this.#history(response);
    if (!pathname.startsWith('/api/')) return this.#file(pathname, request, response);
    const asked = `${request.method} ${pathname}`;
    this.asked.push(asked);
    const delivery = `/api/deliveries/${DELIVERY}`;
    switch (asked) {
      case 'GET /api/demo/users': return json(response, 200, [USER]);
      case 'GET /api/demo/token':
      case 'POST /api/demo/token': return json(response, 200, { token: 'a.token', login: USER.login, expires_in: 3_600 });
      case 'GET /api/session': return json(response, 200, { user: USER, clock: { now: this.#now(), speed: 1 }, demo: true });
      case 'GET /api/safeguards': return json(response, 200, SAFEGUARDS);
      case 'GET /api/deliveries': return json(response, 200, [this.#card()]);
      case `GET ${delivery}`: return json(response, 200, this.#record(), { etag: `"${DELIVERY}.1"`, 'last-event-id': this.stream.last });
      // Nobody else counts: what is measured is the page.
      case `GET ${delivery}/numbers`: return json(response, 200, null);
      case `GET ${delivery}/executions`: return json(response, 200, []);
      case `GET ${delivery}/events`: {
        const isLive = (request.headers.accept ?? '').includes('text/event-stream');
        const after = request.headers['last-event-id'] ?? searchParams.get('after') ?? BEGINNING;
        return isLive ? this.#live(after, response) : this.#history(response);
      }
      case `POST ${delivery}/exports`: return json(response, 201, {});
      default: return json(response, 404, { type: 'not-found', status: 404, title: 'Not found', detail: asked });
    }
  }

  /** Everything, as fast as it is taken. */
  async #history(response) {
    response.writeHead(200, apiHeaders('application/x-ndjson', { 'last-event-id': BEGINNING }));
    await pipeline(createReadStream(this.path, { highWaterMark: PIECE }), response);
  }

  /** From now on something happens, so many times a second. */
  begin(perSecond) {
    const begun = performance.now();
    this.told ??= 0;
    const before = this.told;
    this.beat = setInterval(() => {
      const due = before + Math.floor(((performance.now() - begun) / 1_000) * perSecond);
      let text = '';
      for (; this.told < due; this.told += 1) text += this.#happening(this.told);
      for (const response of this.followers) response.write(text);
    }, 10);
  }

  /** Nothing more happens. Gives how much has. */
  end() {
    clearInterval(this.beat);
    return this.told;
  }

  /** Somebody opened a message. */
  #happening(number) {
    const { recipients, last, ended_at } = this.stream;
    const sequence = String(Number(last) + 1 + number).padStart(16, '0');
    const subject = `m${String((number * 7_919) % recipients).padStart(9, '0')}`;
    const event = {
      specversion: '1.0', id: `live${number}`, source: `/deliveries/${DELIVERY}`, type: 'message.opened', time: ended_at,
      subject, sequence, data: { machine: false },
    };
    return `id: ${sequence}\ndata: ${JSON.stringify(event)}\n\n`;
  }

  /** What happens from now on, and a word now and then that the stream is alive. */
  async #live(after, response) {
    response.writeHead(200, apiHeaders('text/event-stream', { 'last-event-id': after }));
    response.write(`retry: 1000\nid: ${this.stream.last}\n\n`);
    this.followers.add(response);
    const alive = setInterval(() => response.write(': alive\n\n'), ALIVE_MS);
    await once(response, 'close');
    clearInterval(alive);
    this.followers.delete(response);
  }

  async #file(pathname, request, response) {
    const path = this.#place(normalize(decodeURIComponent(pathname === '/' ? '/index.html' : pathname)));
    if (!existsSync(path)) {
      response.writeHead(404, { ...EVERYWHERE, 'content-security-policy': PAGE_POLICY }).end();
      return;
    }
    const isPacked = (request.headers['accept-encoding'] ?? '').includes('br') && existsSync(`${path}.br`);
    const served = isPacked ? `${path}.br` : path;
    response.writeHead(200, {
      ...EVERYWHERE,
      'content-security-policy': PAGE_POLICY,
      'content-type': TYPES[extname(path)] ?? 'application/octet-stream',
      'content-length': (await stat(served)).size,
      ...(isPacked && { 'content-encoding': 'br' }),
      vary: 'accept-encoding',
      'cache-control': 'no-cache',
    });
    await pipeline(createReadStream(served), response);
  }

  /** Where a file stands. */
  #place(pathname) {
    const under = (prefix, folder) => pathname.startsWith(prefix) && join(folder, pathname.slice(prefix.length));
    return under('/bench/engine/', this.engine) || under('/bench/', import.meta.dirname) || join(this.dist, pathname);
  }

  /** The service's clock stands an hour after the last event. */
  #now() {
    return new Date(Date.parse(this.stream.ended_at) + HOUR_MS).toISOString();
  }

  #card() {
    const { excluded, ...numbers } = this.stream.numbers;
    const { id, label, channel, recurrence, state, contact_date, confirmation } = this.#record();
    return { id, label, channel, recurrence, state, contact_date, confirmation, numbers };
  }

  #record() {
    const { to_deliver, excluded } = this.stream.numbers;
    const begun = '2026-11-23T09:00:00.000Z';
    return {
      id: DELIVERY, label: 'November offers', channel: 'email', recurrence: 'one_off', campaign: null, description: null,
      state: 'finished', feedback: 'on', tracking: 'on', validity_hours: 84,
      audience: { target: 'Everybody', test_profiles: 0, traps: 0 },
      schedule: { plan: 'once_confirmed', at: null },
      content: { from: 'Shop <letters@shop.example>', subject: 'Offers of November' },
      preparation: {
        number: 1, finished_at: '2026-11-23T08:56:40.000Z', targeted: to_deliver + excluded, to_deliver, excluded,
        causes: { quarantine: excluded }, fingerprint: `f${this.stream.seed}`, warnings: [],
      },
      outdated_by: null, safeguards: SAFEGUARDS, approval: null, confirmation: { by: USER.name, at: begun },
      contact_date: begun, copied_from: null, last_send: null,
    };
  }
}

const apiHeaders = (type, more = {}) =>
  ({ ...EVERYWHERE, 'content-security-policy': API_POLICY, 'content-type': type, 'cache-control': 'no-store', ...more });

function json(response, status, body, more) {
  const type = status < 400 ? 'application/json' : 'application/problem+json';
  response.writeHead(status, apiHeaders(type, more)).end(JSON.stringify(body));
}
