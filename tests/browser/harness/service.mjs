// A service of one's own for each test: a free port, a database in a folder that is thrown away.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const LISTENING = 'listening on ';
const PATIENCE_MS = 120_000;

/** The folder of the checkout. */
export const path = name => join(root, name);

export class Service {
  /**
   * Starts the demo; `speed` is event time against wall time, `seed` decides what happens in it. Benches choose how many
   * recipients its deliveries have, and another folder than that of the page to be given out; `embed` is the
   * origin of a portal that may embed it, `hub` what hands its events on,
   * `environment` what else its environment says.
   */
  static async start({ speed, seed, recipients = 10_000, pages = path('dist'), embed, hub, environment }) {
    const service = new Service();
    service.folder = await mkdtemp(join(tmpdir(), 'delivery-'));
    service.chosen = { speed, seed, recipients, static: pages, ...(embed && { embed }), ...(hub && { hub: hub.address, public: 'https://mail.example' }) };
    service.environment = { ...process.env, ...environment, ...(hub && { DELIVERY_HUB_SECRET: hub.constructor.secret }) };
    await service.#launch(0).catch(async error => {
      await service.stop();
      throw error;
    });
    return service;
  }

  /** Where the page and the API are, without a slash at the end. */
  get address() {
    return `http://127.0.0.1:${this.port}`;
  }

  /** What it said so far, for the report of a failed test. */
  said = '';

  /** As if the power failed: no time to finish anything. */
  async kill() {
    await this.#end('SIGKILL');
  }

  /** Again on the same port and database, with other options if there are any. */
  async restart(options = {}) {
    Object.assign(this.chosen, options);
    await this.#launch(this.port);
  }

  /** Ends it and throws its database away. */
  async stop() {
    await this.#end('SIGTERM');
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Who is signed in, and the service's clock. */
  async session(login) {
    return (await this.#get(login, '/api/session')).json();
  }

  /** The list. */
  async deliveries(login) {
    return (await this.#get(login, '/api/deliveries')).json();
  }

  /** One delivery's record. */
  async record(login, id) {
    return (await this.#get(login, `/api/deliveries/${encodeURIComponent(id)}`)).json();
  }

  /** The executions of a recurring delivery, the newest first. */
  async executions(login, id) {
    return (await this.#get(login, `/api/deliveries/${encodeURIComponent(id)}/executions`)).json();
  }

  /** Asks something else of whoever confirms. */
  async guard(safeguards) {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${await this.token('eve')}` };
    const answer = await fetch(`${this.address}/api/safeguards`, { method: 'PUT', headers, body: JSON.stringify(safeguards) });
    if (!answer.ok) throw new Error(`safeguards: ${answer.status} ${await answer.text()}`);
  }

  /** An order of somebody, bound to the record as it is now. */
  async order(login, id, path, body, method = 'POST') {
    const address = `${this.address}/api/deliveries/${encodeURIComponent(id)}`;
    const authorization = `Bearer ${await this.token(login)}`;
    const version = (await fetch(address, { headers: { authorization } })).headers.get('etag');
    const headers = { 'content-type': 'application/json', authorization, 'if-match': version, 'idempotency-key': crypto.randomUUID() };
    return fetch(`${address}/${path}`, { method, headers, body: body && JSON.stringify(body) });
  }

  /** Where one delivery's log ends: the position of its last event. */
  async end(login, id) {
    const answer = await this.#get(login, `/api/deliveries/${encodeURIComponent(id)}`);
    return Number(answer.headers.get('last-event-id'));
  }

  /** One delivery's whole log, oldest first. */
  async log(login, id) {
    const answer = await this.#get(login, `/api/deliveries/${encodeURIComponent(id)}/events`, 'application/x-ndjson');
    return (await answer.text()).split('\n').filter(line => line !== '').map(line => JSON.parse(line));
  }

  /** The record of the first delivery of the demo, by age, that is as wanted. */
  async find(login, isWanted) {
    for (const { id } of (await this.deliveries(login)).reverse()) {
      const record = await this.record(login, id);
      if (isWanted(record)) return record;
    }
    throw new Error(`no delivery of the demo is wanted by ${isWanted}`);
  }

  /** A token of the demo for one of its users. */
  async token(login) {
    const body = JSON.stringify({ login });
    const answer = await fetch(`${this.address}/api/demo/token`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    if (!answer.ok) throw new Error(`no token for ${login}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()).token;
  }

  async #get(login, address, accept = 'application/json') {
    const answer = await fetch(this.address + address, { headers: { accept, authorization: `Bearer ${await this.token(login)}` } });
    if (!answer.ok) throw new Error(`GET ${address}: ${answer.status} ${await answer.text()}`);
    return answer;
  }

  async #launch(port) {
    const database = join(this.folder, 'demo.sqlite');
    const chosen = Object.entries(this.chosen).flatMap(([name, value]) => [`--${name}`, String(value)]);
    const options = ['--demo', '--listen', `127.0.0.1:${port}`, '--database', database, ...chosen];
    this.process = spawn(path('target/release/delivery-server'), options, { stdio: ['ignore', 'pipe', 'pipe'], env: this.environment });
    this.ended = once(this.process, 'exit');
    this.process.stderr.on('data', text => (this.said += text));
    this.port = await this.#listening();
  }

  #listening() {
    return new Promise((resolve, reject) => {
      const fail = why => reject(new Error(`the service ${why}; it said: ${this.said}`));
      const timer = setTimeout(() => fail('did not listen in time'), PATIENCE_MS);
      this.ended.then(([code]) => fail(`ended with ${code} before it listened`), reject);
      createInterface({ input: this.process.stdout }).on('line', line => {
        this.said += `${line}\n`;
        if (!line.startsWith(LISTENING)) return;
        clearTimeout(timer);
        resolve(Number(new URL(line.slice(LISTENING.length)).port));
      });
    });
  }

  async #end(signal) {
    if (this.process.exitCode === null && this.process.signalCode === null) this.process.kill(signal);
    // One that does not end when asked has open streams: the test is over for it too.
    const timer = setTimeout(() => this.process.kill('SIGKILL'), 5_000);
    await this.ended;
    clearTimeout(timer);
  }
}
