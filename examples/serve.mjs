// One small server for the example portals: a portal's files with its policy, and what a portal keeps on its own side: who is
// signed in, the tokens for them, and a list of deliveries.
//
//     node examples/serve.mjs react 4871 http://127.0.0.1:4870
//
// With DELIVERY_TOKEN_SECRET in the environment, the same as the service's, it signs people in by itself; else the demo does.
//
// `cargo xtask run --portal react` builds what this gives out, and starts it.
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const PORTALS = ['html', 'react', 'vue', 'svelte'];

/** What stands for the service in the files and READMEs of the portals. */
const SERVICE = 'https://mail.example';
/** Whoever is signed in to the portals: also one of the demo's users. */
const PERSON = { login: 'ada', name: 'Ada Rossi', roles: ['Prepare deliveries', 'Start deliveries', 'View logs', 'Export'] };
const KINDS = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8' };

const root = fileURLToPath(new URL('../', import.meta.url));

/** Where a portal's files are: the plain one is given out as it is written. */
const folderOf = portal => join(root, portal === 'html' ? 'examples/html' : `target/portals/${portal}`);

/** The policy of a portal; the one of react-admin writes style elements, which have to bear a number that nobody can guess. */
export function policyOf(portal, service, nonce) {
  const styles = portal === 'react' ? `'self' 'nonce-${nonce}'` : "'self'";
  return [
    "default-src 'none'", `script-src 'self' ${service} 'wasm-unsafe-eval'`, `connect-src 'self' ${service}`, `style-src ${styles}`,
    "img-src 'self' data:", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
  ].join('; ');
}

/** Gives a portal out. `service` of what it answers may be set later: a service wants to know the portal's address first. */
export async function serve(portal, { port = 0, service } = {}) {
  const served = { service };
  const server = createServer((request, response) => {
    answer(portal, served.service, request, response).catch(error => {
      console.error(`${request.method} ${request.url}: ${error.message}`);
      if (!response.headersSent) response.writeHead(502);
      response.end();
    });
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  served.address = `http://127.0.0.1:${server.address().port}`;
  served.stop = () => {
    server.closeAllConnections();
    server.close();
  };
  return served;
}

async function answer(portal, service, request, response) {
  const { pathname } = new URL(request.url, 'http://portal');
  const give = (status, kind, body, more) => response.writeHead(status, { 'content-type': kind, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', ...more }).end(body);
  if (request.method !== 'GET') return give(405, 'text/plain', 'Only GET.');
  // A page of another site could ask for these, but not read the answer.
  if (pathname === '/my/token') return give(200, 'text/plain', await token(service));
  if (pathname === '/my/deliveries') return give(200, 'application/json', await deliveries(service));
  const file = extname(pathname) && await read(portal, pathname);
  if (file) return give(200, KINDS[extname(pathname)] ?? 'application/octet-stream', file);
  if (extname(pathname)) return give(404, 'text/plain', 'There is no such file.');
  // Every other address is one of the portal's own routes.
  const nonce = crypto.randomUUID();
  const page = (await read(portal, '/index.html')).toString('utf8').replaceAll(SERVICE, service).replaceAll('NONCE', nonce);
  return give(200, KINDS['.html'], page, { 'content-security-policy': policyOf(portal, service, nonce) });
}

/** A file of a portal, or nothing; never one of another folder. */
async function read(portal, pathname) {
  const path = join(folderOf(portal), normalize(decodeURIComponent(pathname)));
  if (!path.startsWith(`${folderOf(portal)}/`) || !(extname(path) in KINDS)) return undefined;
  return readFile(path).catch(() => undefined);
}

const part = value => Buffer.from(JSON.stringify(value)).toString('base64url');

/** As docs/embedding.md has it. */
function tokenOf({ login, name, roles }) {
  const said = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ sub: login, name, roles, exp: Math.floor(Date.now() / 1000) + 600 })}`;
  return `${said}.${createHmac('sha256', process.env.DELIVERY_TOKEN_SECRET).update(said).digest('base64url')}`;
}

/** A real portal makes it from its own session, with the secret that it shares with the service. */
async function token(service) {
  if (process.env.DELIVERY_TOKEN_SECRET) return tokenOf(PERSON);
  const body = JSON.stringify({ login: PERSON.login });
  const said = await fetch(`${service}/api/demo/token`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  if (!said.ok) throw new Error(`no token: HTTP ${said.status}`);
  return (await said.json()).token;
}

/** A real portal has a list of its own. */
async function deliveries(service) {
  const said = await fetch(`${service}/api/deliveries`, { headers: { authorization: `Bearer ${await token(service)}` } });
  if (!said.ok) throw new Error(`no deliveries: HTTP ${said.status}`);
  return JSON.stringify((await said.json()).map(({ id, label, state, contact_date }) => ({ id, label, state, date: contact_date })));
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [portal, port, service] = process.argv.slice(2);
  if (!PORTALS.includes(portal) || !service) {
    console.error(`node examples/serve.mjs ${PORTALS.join('|')} PORT SERVICE`);
    process.exit(2);
  }
  const { address } = await serve(portal, { port: Number(port), service: service.replace(/\/+$/, '') });
  console.log(`listening on ${address}`);
}
