// A delivery that is being sent by the service itself, as benches need it.
import { readFileSync } from 'node:fs';

const WHO = 'ada';
const LOOK_MS = 100;

/** Prepares a delivery of the demo, and confirms it. */
export async function send(service, id) {
  await ordered(service, id, 'prepare');
  const { preparation } = await until(`${id} is prepared`, async () => {
    const record = await service.record(WHO, id);
    return record.state === 'prepared' && record;
  });
  await ordered(service, id, 'confirm', { fingerprint: preparation.fingerprint, typed: preparation.to_deliver });
  return preparation;
}

async function ordered(service, id, command, body) {
  const answer = await service.order(WHO, id, command, body);
  if (!answer.ok) throw new Error(`${command}: ${answer.status} ${await answer.text()}`);
}

/** Asks until the answer is there. */
export async function until(what, ask, patience = 240_000) {
  const end = Date.now() + patience;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > end) throw new Error(`waited in vain until ${what}`);
    await pause(LOOK_MS);
  }
}

export const pause = time => new Promise(resolve => setTimeout(resolve, time));

/** Bytes of memory that a process has now, and has had at most; null where the system does not tell. */
export function memory(process) {
  try {
    const status = readFileSync(`/proc/${process.pid}/status`, 'utf8');
    const bytes = name => Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)[1]) * 1_024;
    return { now: bytes('VmRSS'), most: bytes('VmHWM') };
  } catch {
    return { now: null, most: null };
  }
}
