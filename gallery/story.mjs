// The life of one delivery, told as the service would: its record, and its log. Everything that chance would decide is
// decided by the number of the message, so that the same story is the same to the last byte.

/** What the service's clock shows. It does not run. */
export const NOW = '2026-11-26T10:00:00.000Z';

/** An instant of November 2026, as `26 07:30`, in UTC. */
export const on = text => {
  const [day, time] = text.split(' ');
  return new Date(`2026-11-${day}T${time}Z`).toISOString();
};
export const later = (at, seconds) => new Date(Date.parse(at) + seconds * 1_000).toISOString();

export const BEGINNING = '0'.repeat(16);
const SENDER = 'Lana & Sale <letters@shop.example>';
const FIRST = ['ada', 'bruno', 'chiara', 'daan', 'elena', 'françois', 'giulia', 'henrik', 'inés', 'jonas', 'kofi', 'lucía', 'marta', 'nils', 'olga', 'paulo', 'rosa', 'søren', 'tiago', 'yasmin'];
const LAST = ['almeida', 'bianchi', 'conti', 'dubois', 'eriksen', 'fischer', 'garcía', 'horváth', 'ivanov', 'jansen', 'korhonen', 'lefèvre', 'marino', 'nielsen', 'okafor', 'petit', 'rossi', 'smith', 'tamm', 'wagner'];
const DOMAINS = ['mail.example', 'mail.example', 'mail.example', 'inbox.test', 'inbox.test', 'post.example', 'fastmail.example', 'studio.example', 'university-of-applied-sciences.example'];
const LINKS = [
  ['Shop the winter preview', 'https://shop.example/winter'],
  ['Read the story', 'https://shop.example/journal/wool-mill'],
  ['Find a shop', 'https://shop.example/shops?near=you'],
];

/** A number from 0 to 99 that only depends on a message and on what is to be decided. */
const dice = (number, of) => (Math.imul(number * 8 + of + 1, 2_654_435_761) >>> 8) % 100;

const address = number => `${FIRST[number % 20]}.${LAST[Math.floor(number / 3) % 20]}${number}@${DOMAINS[dice(number, 7) % 9]}`;
const phone = number => `+39 320 555 ${String(1_000 + number)}`;

/** What becomes of a message that was handed over: what happens, after how many seconds, and what is said of it. */
function fate(number, { channel, feedback }) {
  const chance = dice(number, 0);
  const bounced = (reason, smtp, enhanced, nature = 'hard') => ['bounced', 4, { nature, reason, smtp, enhanced }];
  const deferred = (seconds, attempt, reason, smtp, enhanced) => ['deferred', seconds, { attempt, reason, smtp, enhanced }];
  const delivered = seconds => (feedback === 'on' ? [['delivered', seconds, { mx: 'mx1.mail.example' }]] : []);
  if (channel === 'direct_mail') return [];
  if (channel !== 'email') return chance < 4 ? [bounced(chance < 2 ? 'unreachable' : 'blocked')] : delivered(3);
  if (chance < 2) return [bounced('user_unknown', 550, '5.1.1')];
  if (chance < 3) return [bounced('invalid_domain', 556, '5.1.10')];
  if (chance < 4) return [deferred(6, 1, 'greylisted', 451, '4.7.1'), ['bounced', 900, { nature: 'hard', reason: 'spam', smtp: 554, enhanced: '5.7.1' }]];
  if (chance < 7) return [deferred(6, 1, 'unreachable', 421, '4.4.2'), ...delivered(400)];
  if (chance < 9) return [deferred(8, 1, 'mailbox_full', 452, '4.2.2'), deferred(1_800, 2, 'mailbox_full', 452, '4.2.2')];
  if (chance < 10) return [deferred(8, 1, 'rate_limited', 450, '4.7.28'), ['bounced', 5_000, { nature: 'soft', reason: 'rate_limited', smtp: 450, enhanced: '4.7.28' }]];
  // Of a few, nothing is ever heard.
  return chance < 12 ? [] : delivered(2 + (chance % 9));
}

/** What a person does with it. */
function deeds(number, { channel, tracking }) {
  if (tracking !== 'on' || !['email', 'push'].includes(channel) || dice(number, 0) < 12) return [];
  const told = [];
  const first = 60 * (2 + dice(number, 1));
  if (dice(number, 2) < 38) told.push(['opened', first, { machine: dice(number, 3) < 12 }]);
  if (dice(number, 2) < 9) {
    const [label, url] = LINKS[dice(number, 4) % 3];
    told.push(['clicked', first + 40, { label, url, machine: false }]);
  }
  if (dice(number, 5) < 2) told.push(['mirror_viewed', first + 10, { label: 'View in browser', url: 'https://shop.example/mirror', machine: false }]);
  if (dice(number, 5) === 2) told.push(['opted_out', first + 90, { label: 'Unsubscribe', url: 'https://shop.example/bye', machine: false }]);
  if (dice(number, 6) < 1) told.push(['complained', first + 30, {}]);
  return told;
}

export class Story {
  #log = [];
  #lines = [];

  constructor(id, more = {}) {
    this.people = more.people ?? 240;
    this.probes = more.probes ?? 3;
    this.traps = more.traps ?? 2;
    this.excluded = more.excluded ?? { denylist: 4, duplicate: 5, quarantine: 3 };
    for (const name of ['people', 'probes', 'traps', 'excluded']) delete more[name];
    this.record = {
      id, label: 'Winter preview newsletter', channel: 'email', recurrence: 'one_off', campaign: 'Winter 2026',
      description: 'First look at the winter range, for everybody who reads the newsletter.', state: 'editing', feedback: 'on',
      tracking: 'on', validity_hours: 72,
      audience: { target: 'Newsletter subscribers who bought something in the last two years', test_profiles: this.probes, traps: this.traps },
      schedule: { plan: 'once_confirmed', at: null },
      content: { from: SENDER, subject: 'Winter is coming to the shop, {first name}' },
      preparation: null, outdated_by: null, safeguards: { type_number_from: null, second_person_from: null },
      approval: null, confirmation: null, contact_date: null, copied_from: null, last_send: null, ...more,
    };
  }

  /** Messages to deliver. */
  get count() { return this.people + this.probes + this.traps; }

  /** More of the record, as it stands in the end. */
  with(more) {
    Object.assign(this.record, more);
    return this;
  }

  /** An event of the delivery, or of a message of it. */
  say(type, at, content = {}, subject, id = `${type}.${this.#log.length}`) {
    this.#log.push({ type, at, content, subject, id });
    return this;
  }

  /** A line of the log that is not made here: what cannot be read. */
  line(text) {
    this.#lines.push(text);
    return this;
  }

  changed(what, at) { return this.say(`delivery.${what}_changed`, at).with({ outdated_by: what, state: 'outdated' }); }

  /** Preparation begins; of `done` recipients it is known what becomes of them. */
  preparing(at, done = this.count) {
    const left = Object.values(this.excluded).reduce((sum, count) => sum + count, 0);
    this.say('delivery.preparation_started', at, { preparation: 1, about: this.count + left });
    this.say('delivery.logged', later(at, 1), { preparation: 1, severity: 'info', code: 'typology.loaded', text: 'Loading typology rules (step Filtering)' });
    this.say('delivery.logged', later(at, 2), { preparation: 1, severity: 'info', code: 'typology.applied', text: 'Applying rules: address not specified, denylist, duplicate, quarantine' });
    for (let number = 0; number < Math.min(done, this.count); number += 1) {
      const content = { preparation: 1, address: this.address(number) };
      if (number < this.probes) content.test_profile = true;
      else if (number < this.probes + this.traps) content.trap = true;
      this.say('message.prepared', later(at, 3 + number * 0.1), content, this.message(number), `${this.message(number)}.prepared`);
    }
    return this.with({ state: 'preparing' });
  }

  prepared(at, warnings = []) {
    this.preparing(later(at, -90));
    let number = this.count;
    for (const [cause, count] of Object.entries(this.excluded)) {
      for (let each = 0; each < count; each += 1, number += 1) {
        const content = { preparation: 1, address: this.address(number), cause };
        this.say('message.excluded', later(at, -30 + (number - this.count) * 0.1), content, this.message(number), `${this.message(number)}.excluded`);
      }
    }
    for (const text of warnings) this.say('delivery.logged', later(at, -2), { preparation: 1, severity: 'warning', code: 'typology.warning', text });
    const [targeted, to_deliver] = [number, this.count];
    const excluded = targeted - to_deliver;
    const fingerprint = `f${this.record.id.toLowerCase()}`;
    this.say('delivery.prepared', at, { preparation: 1, targeted, to_deliver, excluded, fingerprint, warnings: warnings.length });
    const preparation = { number: 1, finished_at: at, targeted, to_deliver, excluded, causes: this.excluded, fingerprint, warnings };
    return this.with({ preparation, state: 'prepared' });
  }

  confirmed(at, by = 'Carla Mensah', start_at = at) {
    this.say('delivery.confirmed', at, { by, start_at });
    return this.with({ state: 'waiting', confirmation: { by, at }, contact_date: start_at });
  }

  /** Messages leave from an instant on, one every so many seconds, as many as `most`. */
  sending(at, every, most = this.count) {
    this.say('delivery.started', at, { by: 'Carla Mensah' });
    for (let number = 0; number < Math.min(most, this.count); number += 1) {
      const [message, relayed] = [this.message(number), later(at, 1 + number * every)];
      this.say('message.relayed', relayed, undefined, message, `${message}.relayed`);
      const told = [...fate(number, this.record), ...deeds(number, this.record)];
      told.forEach(([type, seconds, content], step) => this.say(`message.${type}`, later(relayed, seconds), content, message, `${message}.${step + 1}`));
    }
    return this.with({ state: 'sending' });
  }

  paused(at, by = 'Ada Rossi') { return this.say('delivery.paused', at, { by }).with({ state: 'paused' }); }

  /** Ended by somebody, or by an error: what had not left never will. */
  stopped(at, from, by = 'Ada Rossi') {
    this.say('delivery.stopped', at, { by });
    for (let number = from; number < this.count; number += 1) this.say('message.cancelled', at, { by }, this.message(number), `${this.message(number)}.cancelled`);
    return this.with({ state: 'stopped' });
  }

  failed(at, from, reason) {
    this.say('delivery.failed', at, { reason });
    for (let number = from; number < this.count; number += 1) this.say('message.cancelled', at, {}, this.message(number), `${this.message(number)}.cancelled`);
    return this.with({ state: 'failed' });
  }

  finished(at) { return this.say('delivery.finished', at).with({ state: 'finished' }); }

  message(number) { return `m${String(number).padStart(9, '0')}`; }

  address(number) {
    if (number < this.probes) return `test.${number + 1}@studio.example`;
    if (number < this.probes + this.traps) return `nobody.${number}@trap.test`;
    return { sms: phone, push: number => `device-${4_000 + number}` }[this.record.channel]?.(number) ?? address(number);
  }

  /** Everything that has happened by now, as lines of the log. */
  lines() {
    const happened = this.#log.filter(({ at }) => at <= NOW);
    const events = happened.sort((one, other) => (one.at < other.at ? -1 : Number(one.at > other.at)));
    const lines = events.map(({ type, at, content, subject, id }, place) => JSON.stringify({
      specversion: '1.0', id, source: `/deliveries/${this.record.id}`, type, time: at, ...(subject && { subject }),
      sequence: String(place + 1).padStart(16, '0'), ...(content && { data: content }),
    }));
    return [...lines, ...this.#lines];
  }

  /** Where its log ends. */
  get end() {
    const last = this.#log.filter(({ at }) => at <= NOW).length;
    return String(last).padStart(16, '0');
  }

  /** As a line of the list. */
  card(numbers) {
    const { id, label, channel, recurrence, state, contact_date, confirmation } = this.record;
    return { id, label, channel, recurrence, state, contact_date, confirmation, numbers };
  }
}
