// The engine as a command, over the service's own log: what the page has to show.
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { path } from './service.mjs';

const run = promisify(execFile);

/** A delivery's record, its log up to a position, and the numbers of it at the service's present, as design.md section 4 has them. */
export async function account(service, login, id, end = Infinity) {
  const record = await service.record(login, id);
  const log = (await service.log(login, id)).filter(event => Number(event.sequence) <= end);
  const { clock } = await service.session(login);
  const options = ['--feedback', record.feedback, '--validity-hours', String(record.validity_hours), '--as-of', clock.now];
  // The rates leave test profiles and traps out; the command counts every message it is given.
  const probes = new Set(log.filter(({ data }) => data?.test_profile || data?.trap).map(event => event.subject));
  return {
    record,
    log,
    all: await fold(service, options, log),
    people: await fold(service, options, log.filter(event => !probes.has(event.subject))),
  };
}

/** The counts that a tile gives in words, for each tile by its name, as those numbers have them. */
export function exactCounts({ all, people }) {
  const probes = all.to_deliver - people.to_deliver;
  const some = number => (number > 0 ? [number] : []);
  return {
    'To deliver': [all.to_deliver, ...some(all.excluded), ...some(probes)],
    Sent: [all.sent, all.to_deliver],
    Delivered: [people.delivered, people.sent],
    'Bounces + errors': [people.bounces_errors, people.sent],
    'Open rate': [people.unique_opens, people.delivered],
    'Click-through rate': [people.unique_clicks, people.delivered],
  };
}

/** The numbers in a text, thousands separators taken out. */
export const numbers = text => (text.match(/\d[\d,]*/g) ?? []).map(number => Number(number.replaceAll(',', '')));

async function fold(service, options, log) {
  const file = join(service.folder, 'log.ndjson');
  await writeFile(file, log.map(event => `${JSON.stringify(event)}\n`).join(''));
  const { stdout } = await run(path('target/release/fold'), [...options, file]);
  return JSON.parse(stdout);
}
