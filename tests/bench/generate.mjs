#!/usr/bin/env node
// Writes the events of one finished delivery, a CloudEvent a line: the same bytes for the same options, whatever the machine.
// Beside it, as .json, what is in it: how many lines, and the numbers that are true of it by construction.
//
//   node generate.mjs --out stream.ndjson --recipients 1000000 --seed 7 --duplicates 0.02 --disorder 0.05
//
// duplicates: share of events repeated later. disorder: share of events moved up to 2,000 lines later.
import { closeSync, openSync, renameSync, writeFileSync, writeSync } from 'node:fs';
import { parseArgs } from 'node:util';

const START = Date.UTC(2026, 10, 23, 9);
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
/** Milliseconds between two messages. */
const PACE = 0.2;
/** How many lines late a line may be. */
const REACH = 2_000;
const NAMES = ['ada', 'grace', 'alan', 'edsger', 'barbara', 'donald', 'leslie', 'radia', 'tony', 'niklaus'];
const DOMAINS = ['example.com', 'example.net', 'example.org', 'mail.example', 'post.example', 'università.example', 'big-provider.example'];
const CAUSES = ['quarantine', 'denylist', 'duplicate', 'address_empty'];
const USER_UNKNOWN = { nature: 'hard', reason: 'user_unknown', smtp: 550 };
const MAILBOX_FULL = { reason: 'mailbox_full', smtp: 452 };
const UNDECIDED = 0, DELIVERED = 1, FAILED = 2;
const OPENED = 1, CLICKED = 2;

/** Everything that is left to chance, decided by one seed. */
class Chance {
  constructor(seed) {
    this.state = Math.imul(seed, 0x9e3779b1) >>> 0 || 1;
  }

  /** From 0 up to 1. */
  next() {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** Whether something of this probability happens. */
  is(probability) {
    return this.next() < probability;
  }

  /** A whole number below a limit. */
  below(limit) {
    return Math.floor(this.next() * limit);
  }

  /** One of a list. */
  pick(list) {
    return list[this.below(list.length)];
  }
}

/** A file written in large pieces, one at a time: a million recipients need no more memory than a thousand. */
class Output {
  lines = 0;
  bytes = 0;
  waiting = [];

  constructor(path) {
    this.file = openSync(path, 'w');
  }

  write(line) {
    this.lines += 1;
    if (this.waiting.push(line) === 8_192) this.#flush();
  }

  close() {
    this.#flush();
    closeSync(this.file);
  }

  #flush() {
    const piece = Buffer.from(this.waiting.map(line => `${line}\n`).join(''));
    for (let from = 0; from < piece.length;) from += writeSync(this.file, piece, from);
    this.bytes += piece.length;
    this.waiting = [];
  }
}

/** The way of a line from the service to the file: some come twice, some come late. */
class Road {
  passed = 0;
  late = new Map();

  constructor(chance, output, { duplicates, disorder }) {
    Object.assign(this, { chance, output, duplicates, disorder });
  }

  send(line) {
    this.passed += 1;
    for (const due of this.late.get(this.passed) ?? []) this.output.write(due);
    this.late.delete(this.passed);
    if (this.duplicates > 0 && this.chance.is(this.duplicates)) this.#hold(line);
    if (this.disorder > 0 && this.chance.is(this.disorder)) this.#hold(line);
    else this.output.write(line);
  }

  /** Nothing more comes: what is late arrives. */
  end() {
    const rest = [...this.late].sort(([one], [other]) => one - other);
    for (const line of rest.flatMap(([, lines]) => lines)) this.output.write(line);
  }

  #hold(line) {
    const due = this.passed + 1 + this.chance.below(REACH);
    if (!this.late.has(due)) this.late.set(due, []);
    this.late.get(due).push(line);
  }
}

/** What is going to happen, to the second. */
class Agenda {
  now = START;
  seconds = new Map();

  /** Notes what happens at a time. */
  at(time, happen) {
    const second = Math.floor(time / SECOND);
    if (!this.seconds.has(second)) this.seconds.set(second, []);
    this.seconds.get(second).push([time, happen]);
  }

  /** Lets everything happen up to a time. */
  pass(until) {
    for (let second = Math.floor(this.now / SECOND); second <= Math.floor(until / SECOND); second++) {
      const due = this.seconds.get(second) ?? [];
      this.seconds.delete(second);
      for (const [time, happen] of due) happen(time);
    }
    this.now = until;
  }
}

/** A delivery from its preparation to its end. */
class Delivery {
  sequence = 0;
  agenda = new Agenda();

  constructor(recipients, seed, chance, road) {
    Object.assign(this, { recipients, seed, chance, road });
    this.excluded = Math.round(recipients * 0.01);
    // For each message, how it ended so far, and what its recipient did.
    this.fates = new Uint8Array(recipients);
    this.deeds = new Uint8Array(recipients);
  }

  /** Writes all of it. */
  run() {
    this.#prepare();
    for (let message = 0; message < this.recipients; message++) {
      const now = START + message * PACE;
      if (now - this.agenda.now > SECOND) this.agenda.pass(now);
      this.#relay(message, now);
    }
    this.agenda.pass(START + this.recipients * PACE + 4e6);
    this.#event('delivery.finished', this.agenda.now, undefined, {});
    this.road.end();
  }

  /** The numbers that a dashboard has to show of it, with the provider's feedback on. */
  numbers() {
    const count = is => this.fates.reduce((sum, fate, message) => sum + is(fate, this.deeds[message]), 0);
    return {
      to_deliver: this.recipients,
      excluded: this.excluded,
      sent: this.recipients,
      delivered: count(fate => fate === DELIVERED),
      bounces_errors: count(fate => fate === FAILED),
      unique_opens: count((fate, deeds) => fate === DELIVERED && deeds !== 0),
      unique_clicks: count((fate, deeds) => fate === DELIVERED && (deeds & CLICKED) !== 0),
    };
  }

  #prepare() {
    const { recipients, excluded, seed } = this;
    for (let index = 0; index < excluded; index++) {
      const left = { address: this.#address(index), cause: this.chance.pick(CAUSES) };
      this.#event('message.excluded', START - 10 * MINUTE, subject('x', index), left);
    }
    for (let index = 0; index < recipients; index++) {
      this.#event('message.prepared', START - 5 * MINUTE, subject('m', index), { address: this.#address(index) });
    }
    const prepared = { targeted: recipients + excluded, to_deliver: recipients, excluded, fingerprint: `f${seed}`, warnings: 0 };
    this.#event('delivery.prepared', START - 200 * SECOND, undefined, prepared);
    this.#event('delivery.confirmed', START, undefined, { by: 'ada', start_at: new Date(START).toISOString() });
  }

  #relay(message, now) {
    this.#event('message.relayed', now, subject('m', message));
    const fate = this.chance.next();
    if (fate < 0.02) {
      const unknown = { ...USER_UNKNOWN, enhanced: '5.1.1' };
      this.agenda.at(now + 500 + this.chance.next() * 4_000, time => this.#fail(message, 'bounced', time, unknown));
    } else if (fate < 0.05) {
      this.#retry(message, now);
    } else if (fate < 0.995) {
      this.agenda.at(now + 300 + this.chance.next() * 3_000, time => {
        this.#deliver(message, time);
        // The server took it, and found out later.
        if (this.chance.is(0.001)) this.agenda.at(time + 200 * SECOND, late => this.#fail(message, 'bounced', late, USER_UNKNOWN));
      });
    }
  }

  #retry(message, now) {
    const tries = 1 + this.chance.below(3);
    let next = now + SECOND;
    for (let attempt = 1; attempt <= tries; attempt++) {
      const full = { ...MAILBOX_FULL, enhanced: '4.2.2', attempt };
      this.agenda.at(next, time => this.#fail(message, 'deferred', time, full));
      next += attempt * MINUTE;
    }
    const luck = this.chance.next();
    if (luck < 0.7) this.agenda.at(next, time => this.#deliver(message, time));
    else if (luck < 0.85) this.agenda.at(next, time => this.#fail(message, 'expired', time, { reason: MAILBOX_FULL.reason }));
    else if (luck < 0.92) this.agenda.at(next, time => this.#fail(message, 'bounced', time, { nature: 'soft', ...MAILBOX_FULL }));
  }

  #fail(message, how, time, why) {
    this.fates[message] = FAILED;
    this.#event(`message.${how}`, time, subject('m', message), why);
  }

  #deliver(message, time) {
    const { agenda, chance } = this;
    this.fates[message] = DELIVERED;
    this.#event('message.delivered', time, subject('m', message), { mx: 'mx.example' });
    const later = (least, spread, deed, happen) => agenda.at(time + least + spread, at => {
      this.deeds[message] |= deed;
      this.#event(`message.${happen.type}`, at, subject('m', message), happen.details());
    });
    if (chance.is(0.32)) {
      const opens = chance.is(0.3) ? 2 : 1;
      for (let open = 0; open < opens; open++) {
        later(SECOND, chance.next() * 3e5, OPENED, { type: 'opened', details: () => ({ machine: chance.is(0.2) }) });
      }
    }
    if (chance.is(0.05)) {
      const details = () => ({ url: `https://shop.example/offer/${chance.below(9)}`, label: 'Offer' });
      later(5 * SECOND, chance.next() * 3e5, CLICKED, { type: 'clicked', details });
    }
    // Who opts out has read it.
    if (chance.is(0.002)) later(9_000, 0, OPENED, { type: 'opted_out', details: () => ({}) });
    if (chance.is(0.0005)) later(9_500, 0, 0, { type: 'complained', details: () => ({}) });
  }

  #address(index) {
    return `${this.chance.pick(NAMES)}.${index}@${this.chance.pick(DOMAINS)}`;
  }

  #event(type, time, subject, data) {
    this.sequence += 1;
    const id = `01J9${this.sequence.toString(36).padStart(16, '0')}`;
    const named = { specversion: '1.0', id, source: '/deliveries/DM95', type, time: new Date(Math.floor(time)).toISOString() };
    // What is undefined is left out.
    this.road.send(JSON.stringify({ ...named, subject, sequence: position(this.sequence), data }));
  }
}

const subject = (letter, index) => letter + String(index).padStart(9, '0');
const position = sequence => String(sequence).padStart(16, '0');

const text = fallback => ({ type: 'string', default: fallback });
const options = { out: text('stream.ndjson'), recipients: text('1000'), seed: text('1'), duplicates: text('0'), disorder: text('0') };
const { out, ...given } = parseArgs({ options }).values;
const chosen = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, Number(value)]));
const chance = new Chance(chosen.seed);
// Under another name until it is whole: half a stream must not be taken for one.
const output = new Output(`${out}.part`);
const delivery = new Delivery(chosen.recipients, chosen.seed, chance, new Road(chance, output, chosen));
delivery.run();
output.close();
renameSync(`${out}.part`, out);
const { lines, bytes } = output;
const told = { ...chosen, lines, bytes, last: position(delivery.sequence), ended_at: new Date(delivery.agenda.now).toISOString(), numbers: delivery.numbers() };
writeFileSync(`${out}.json`, `${JSON.stringify(told, null, 2)}\n`);
