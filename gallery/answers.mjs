// What the service of a state answers: the contract of crates/core/src/wire, from the state's story and nothing else.

import { BEGINNING, NOW } from './story.mjs';

// The ways in which a request can go otherwise.
/** Never answered. */
export const WAIT = { waits: true };
/** The connection breaks. */
export const CUT = { cuts: true };
/** Refused, with a problem of the contract. */
export const refuse = (status, type, title, detail) => ({ status, body: { type: `/problems/${type}`, status, title, detail } });
/** Only so many lines come, and then nothing for as long as anybody waits. */
export const unsaid = lines => ({ lines });
/** From the first command on, another record: somebody has changed it meanwhile. */
export const LATER = record => ({ record });

const NOBODY = refuse(404, 'not-found', 'Not found', 'There is nothing here.');
const ok = (body, headers = {}) => ({ status: 200, body, headers });

export class Service {
  #hasOrdered = false;

  constructor(state) {
    this.state = state;
  }

  /**
   * The answer to a request: `{ status, body, headers }` as JSON, `{ lines, waits }` as NDJSON, `{ stream }` as an event
   * stream, `WAIT` or `CUT`.
   */
  answer(method, path, { accept = '', after = BEGINNING }) {
    const name = this.#name(method, path, accept);
    // Whoever begins anew finds it as it was.
    if (name === 'GET session') this.#hasOrdered = false;
    const other = this.state.service.but?.[name];
    if (method !== 'GET') this.#hasOrdered = true;
    if (other?.record) return this.#record(this.#hasOrdered ? other.record : this.state.story.record, this.#hasOrdered ? 2 : 1);
    if (other?.lines) return { ...this.#events(after, other.lines), waits: true };
    return other ?? this.#usual(name, path, after);
  }

  /** What is asked, in a word or two: `GET record`. */
  #name(method, path, accept) {
    const [, first, , last] = path.split('/');
    const isLive = last === 'events' && accept.includes('text/event-stream');
    const isMessage = path.includes('/messages/');
    const what = isMessage ? path.split('/').at(-1).replace('events', 'message') : isLive ? 'live' : last;
    return `${method} ${what ?? (first === 'deliveries' && path.split('/').length > 2 ? 'record' : first.replace('deliveries', 'list'))}`;
  }

  #usual(name, path, after) {
    const { story, user, service } = this.state;
    switch (name) {
      case 'GET demo': return ok([user]);
      case 'GET session': return ok({ user, clock: { now: NOW, speed: 0 }, demo: false });
      case 'GET safeguards': return ok(service.safeguards ?? { type_number_from: null, second_person_from: null });
      case 'GET tray': return ok({ heaps: service.tray ?? [] });
      case 'GET list': return ok(service.list ?? []);
      case 'GET numbers': return ok(service.numbers ?? null);
      case 'GET executions': return ok(service.executions ?? []);
      case 'GET history': return ok(service.history ?? []);
      case 'GET record': return story ? this.#record(story.record, 1) : NOBODY;
      case 'GET message': return { lines: this.#lines().filter(line => line.includes(`"subject":"${path.split('/')[4]}"`)), headers: {} };
      case 'GET events': return this.#events(after);
      case 'GET live': return { stream: `retry: 1000\nid: ${after}\n\n`, headers: { 'last-event-id': after } };
      case 'POST exports': return { status: 201, body: {} };
      default: return NOBODY;
    }
  }

  #record(record, version) {
    return ok(record, { etag: `"${record.id}.${version}"`, 'last-event-id': this.state.story.end });
  }

  #events(after, most = Infinity) {
    // What is asked for again after a break is only what is missing, and there is nothing.
    const lines = after === BEGINNING ? this.#lines().slice(0, most) : [];
    return { lines, headers: { 'last-event-id': after } };
  }

  /** The log, with addresses as the user may see them. */
  #lines() {
    const lines = this.state.story.lines();
    if (this.state.user.roles.includes('View logs')) return lines;
    return lines.map(line => line.replace(/"address":"(.)[^"@]*/, '"address":"$1•••'));
  }
}
