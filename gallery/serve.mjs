// The gallery's server: `node gallery/serve.mjs --dist dist --port 4871`. It gives out the built page, the gallery, and for
// each state, under `/states/<name>/api`, what a service would answer in it. Under `/pages/<name>/` is the whole page, whose
// requests say where they come from.

import { once } from 'node:events';
import { createReadStream, existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Service } from './answers.mjs';
import { STATES } from './states.mjs';

const HERE = import.meta.dirname;
/** The same as the service's own for the page, but for frames: the gallery shows the page, and itself, in them. */
const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
  "connect-src 'self'; frame-src 'self'; base-uri 'none'; object-src 'none'; form-action 'none'; frame-ancestors 'self'";
const TRUSTED = `${POLICY}; require-trusted-types-for 'script'; trusted-types default`;
const EVERYWHERE = { 'x-content-type-options': 'nosniff', 'referrer-policy': 'same-origin', 'cache-control': 'no-store' };
const TYPES = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.mjs': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml', '.json': 'application/json', '.wasm': 'application/wasm',
};
const OWN = ['gallery.js', 'gallery.css', 'steps.js'];
const ALIVE_MS = 15_000;
/** Of the whole page: the demo's way to sign in, since the gallery's people have no other. */
const SIGNED_IN = { token: 'a.token', login: null, expires_in: 3_600 };

export class Gallery {
  #services = new Map(STATES.map(state => [state.name, new Service(state)]));

  /** Serves the page in the folder `dist`; port 0 is any that is free. */
  static async start({ dist, port = 0 }) {
    const gallery = new Gallery();
    gallery.dist = dist;
    gallery.server = createServer((request, response) => {
      gallery.#give(request, response).catch(error => {
        // Whoever went away before the end wants no answer.
        if (!response.headersSent) response.writeHead(500).end(String(error));
      });
    });
    gallery.server.listen(port, '127.0.0.1');
    await once(gallery.server, 'listening');
    gallery.address = `http://127.0.0.1:${gallery.server.address().port}`;
    return gallery;
  }

  /** Ends it, and whatever is still open. */
  async stop() {
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, 'close');
  }

  async #give(request, response) {
    const { pathname, searchParams } = new URL(request.url, this.address);
    if (pathname === '/states.json') return json(response, { status: 200, body: STATES.map(told) });
    const [, place, name, ...rest] = pathname.split('/');
    if (place === 'states' && rest[0] === 'api') return this.#answer(name, `/${rest.slice(1).join('/')}`, searchParams, request, response);
    if (place === 'api') {
      const asker = new URL(request.headers.referer ?? this.address).pathname.split('/');
      return this.#answer(asker[1] === 'pages' ? asker[2] : undefined, pathname.slice('/api'.length), searchParams, request, response);
    }
    if (pathname === '/' || pathname === '/index.html') return this.#file(join(HERE, 'index.html'), POLICY, request, response);
    if (OWN.includes(pathname.slice(1))) return this.#file(join(HERE, pathname), POLICY, request, response);
    if (place === 'pages') return this.#file(join(this.dist, rest.join('/') || 'index.html'), TRUSTED, request, response);
    return this.#file(join(this.dist, normalize(decodeURIComponent(pathname))), TRUSTED, request, response);
  }

  async #answer(name, path, query, request, response) {
    const service = this.#services.get(name);
    if (!service) return json(response, { status: 404, body: { type: '/problems/not-found', status: 404, title: 'Not found', detail: `There is no state ${name}.` } });
    if (path === '/demo/token') return json(response, { status: 200, body: { ...SIGNED_IN, login: service.state.user.login } });
    request.resume();
    const asked = { accept: request.headers.accept, after: request.headers['last-event-id'] ?? query.get('after') ?? undefined };
    const answer = service.answer(request.method, path, asked);
    if (answer.cuts) return request.socket.destroy();
    if (answer.stream) return stream(response, answer);
    if (answer.lines) {
      response.writeHead(200, headers('application/x-ndjson', answer.headers));
      response.write(answer.lines.map(line => `${line}\n`).join(''));
      return answer.waits ? undefined : void response.end();
    }
    return answer.waits ? undefined : json(response, answer);
  }

  async #file(path, policy, request, response) {
    if (!existsSync(path)) return void response.writeHead(404, { ...EVERYWHERE, 'content-security-policy': policy }).end();
    const isPacked = (request.headers['accept-encoding'] ?? '').includes('br') && existsSync(`${path}.br`);
    response.writeHead(200, {
      ...EVERYWHERE, 'content-security-policy': policy, 'content-type': TYPES[extname(path)] ?? 'application/octet-stream',
      // What has a digest in its name is kept: each state loads the whole page anew.
      ...(/-[0-9a-f]{12,16}[._]/.test(path) && { 'cache-control': 'max-age=3600' }),
      ...(isPacked && { 'content-encoding': 'br' }), vary: 'accept-encoding',
    });
    await pipeline(createReadStream(isPacked ? `${path}.br` : path), response);
  }
}

/** What the gallery's page has to know of a state. */
const told = ({ name, of, says, story, tag, element, steps, page = false, isDialog = false, minutes = 0 }) =>
  ({ name, of, says, delivery: story?.record.id ?? null, tag, element, steps, page, isDialog, minutes });

const headers = (type, more = {}) => ({ ...EVERYWHERE, 'content-security-policy': "default-src 'none'; frame-ancestors 'none'", 'content-type': type, ...more });

function json(response, { status, body, headers: more }) {
  response.writeHead(status, headers(status < 400 ? 'application/json' : 'application/problem+json', more)).end(JSON.stringify(body));
}

/** It stays open, and says nothing more than that it is there. */
async function stream(response, { stream: text, headers: more }) {
  response.writeHead(200, headers('text/event-stream', more));
  response.write(text);
  const alive = setInterval(() => response.write(': alive\n\n'), ALIVE_MS);
  await once(response, 'close');
  clearInterval(alive);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values: { dist, port } } = parseArgs({ options: { dist: { type: 'string', default: 'dist' }, port: { type: 'string', default: '4871' } } });
  const gallery = await Gallery.start({ dist, port: Number(port) });
  console.log(`listening on ${gallery.address}`);
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => gallery.stop().then(() => process.exit()));
}
