// Somebody who follows a delivery's log as a stream, without a browser: what came, in which order, and how long after the
// service had written it.
import { once } from 'node:events';
import { request } from 'node:http';

const EVENT = 'id: ';
const WRITTEN = ': written ';
const RELAYED = '"type":"message.relayed"';

export class Follower {
  /** The place of the last event that came. */
  last = 0;
  /** Events that came twice, out of order, or after one that did not come. */
  mistakes = 0;
  /** Of each piece that the service wrote at once, milliseconds of the wall clock: when it wrote it, and when it came. */
  pieces = [];
  /** Messages handed over so far. */
  relayed = 0;
  #rest = '';

  /** Follows from a place on. */
  static async open(address, token, id, after) {
    const follower = new Follower();
    follower.last = after;
    const path = `/api/deliveries/${encodeURIComponent(id)}/events?after=${after}`;
    const headers = { accept: 'text/event-stream', authorization: `Bearer ${token}` };
    follower.asked = request(address + path, { headers, agent: false }).end();
    [follower.answer] = await once(follower.asked, 'response');
    if (follower.answer.statusCode !== 200) throw new Error(`GET ${path}: ${follower.answer.statusCode}`);
    follower.answer.setEncoding('latin1').on('data', text => follower.#read(text)).on('error', () => {});
    return follower;
  }

  /** Takes nothing more out of the connection, as a page that sleeps. */
  stall() {
    this.answer.pause();
  }

  /** Takes it again. */
  wake() {
    this.answer.resume();
  }

  /** Goes away. */
  close() {
    this.asked.destroy();
  }

  #read(text) {
    const came = Date.now();
    const whole = this.#rest + text;
    let from = 0;
    for (let end = whole.indexOf('\n\n'); end >= 0; end = whole.indexOf('\n\n', from)) {
      this.#take(whole.slice(from, end), came);
      from = end + 2;
    }
    this.#rest = whole.slice(from);
  }

  #take(text, came) {
    if (text.startsWith(WRITTEN)) {
      this.pieces.push({ written: Number.parseInt(text.slice(WRITTEN.length), 10), came, relayed: this.relayed });
      return;
    }
    if (!text.startsWith(EVENT)) return;
    const place = Number.parseInt(text.slice(EVENT.length, EVENT.length + 16), 10);
    if (place !== this.last + 1) this.mistakes += 1;
    this.last = place;
    if (!text.includes(RELAYED)) return;
    this.relayed += 1;
    const piece = this.pieces.at(-1);
    if (piece) piece.relayed = this.relayed;
  }
}

/** The value that so many of the values are below, from 0 to 1; null if there are none. */
export function share(values, part) {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? null;
}
