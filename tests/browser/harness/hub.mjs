// A hub as the Mercure protocol describes it (1.0), to be watched and to be disturbed: it takes what is published, hands it on
// to those who may have it, and keeps it for those who come back.
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';

const PATH = '/.well-known/mercure';
const DETAIL = 'https://mercure.rocks/authorization-detail';

export class Hub {
  static secret = 'what the hub of the tests knows tokens by';

  /** Who followed: what they asked for, and after what. */
  followed = [];

  /** Hands nothing on, but says that it is there. */
  isMute = false;

  /** Lets pages elsewhere read where a stream goes on. */
  saysWhere = false;

  #kept = [];
  #followers = new Set();

  static async start() {
    const hub = new Hub();
    await hub.#listen(0);
    return hub;
  }

  get address() {
    return `http://127.0.0.1:${this.port}${PATH}`;
  }

  /** How many follow now. */
  get followers() {
    return this.#followers.size;
  }

  /** What was published to topics like this. */
  published(topic) {
    return this.#kept.filter(update => topic.test(update.topic));
  }

  /** Ends every stream. */
  close() {
    for (const { response } of this.#followers) response.end();
  }

  /** Forgets what was published. */
  forget() {
    this.#kept = [];
  }

  async stop() {
    clearInterval(this.alive);
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  async restart() {
    await this.#listen(this.port);
  }

  async #listen(port) {
    this.server = createServer((request, response) => this.#answer(request, response));
    this.server.listen(port, '127.0.0.1');
    await once(this.server, 'listening');
    this.port = this.server.address().port;
    this.alive = setInterval(() => {
      for (const { response } of this.#followers) response.write(':\n');
    }, 200);
  }

  async #answer(request, response) {
    response.setHeader('access-control-allow-origin', request.headers.origin ?? '*');
    // The hub of the protocol's authors does not by itself.
    if (this.saysWhere) response.setHeader('access-control-expose-headers', 'mercure-last-event-id');
    response.setHeader('access-control-allow-headers', 'authorization, cache-control, last-event-id');
    if (request.method === 'OPTIONS') return response.end();
    const may = this.#read(request.headers.authorization);
    if (!may) return response.writeHead(401).end();
    if (request.method === 'POST') {
      const fields = new URLSearchParams(Buffer.concat(await request.toArray()).toString());
      const update = { topic: fields.get('topic'), data: fields.get('data'), id: fields.get('id') ?? `urn:uuid:${crypto.randomUUID()}` };
      if (!may('publish', update.topic)) return response.writeHead(403).end();
      this.#kept.push(update);
      for (const follower of this.#followers) this.#hand(update, follower);
      return response.end(update.id);
    }
    const url = new URL(request.url, this.address);
    const topics = url.searchParams.getAll('match');
    if (topics.length === 0 || url.searchParams.has('topic')) return response.writeHead(400).end();
    const last = request.headers['last-event-id'];
    const at = this.#kept.findIndex(update => update.id === last);
    response.writeHead(200, { 'content-type': 'text/event-stream', ...(last && { 'mercure-last-event-id': at < 0 ? 'earliest' : last }) });
    response.write(':\n');
    const follower = { response, topics, may };
    // The service looks once whether it could, too.
    if (request.headers.origin) this.followed.push({ topics, last, isKnown: at >= 0 });
    if (at >= 0) for (const update of this.#kept.slice(at + 1)) this.#hand(update, follower);
    this.#followers.add(follower);
    response.on('close', () => this.#followers.delete(follower));
  }

  #hand({ topic, data, id }, { response, topics, may }) {
    if (this.isMute || !topics.includes(topic) || !may('subscribe', topic)) return;
    response.write(`id: ${id}\n${data.split('\n').map(line => `data: ${line}\n`).join('')}\n`);
  }

  /** What a token allows; nothing if it is not taken. */
  #read(authorization = '') {
    const [header, said, signature] = authorization.replace(/^Bearer /, '').split('.');
    const expected = createHmac('sha256', Hub.secret).update(`${header}.${said}`).digest('base64url');
    if (signature !== expected) return undefined;
    const read = part => JSON.parse(Buffer.from(part, 'base64url'));
    const { aud, exp, authorization_details: details } = read(said);
    if (read(header).typ !== 'at+jwt' || aud !== this.address || exp * 1000 <= Date.now()) return undefined;
    return (action, topic) => details.some(detail => detail.type === DETAIL && detail.actions.includes(action)
      && detail.topics.some(({ match }) => match === '*' || match === topic));
  }
}
