// The engine against the yardstick: the same fold in plain JavaScript, in the same page, in turns, over the same chunks.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { atLeast } from './figures.mjs';
import { watched } from './watched.mjs';

const PATIENCE_MS = 15 * 60_000;
/** Bytes given to both at a time. */
const CHUNK = 256 * 1024;

/** The bench. */
export async function fold({ browser, stub, stream, path, command, figures }) {
  const { page, complaints } = await watched(browser, stub.address);
  page.setDefaultTimeout(PATIENCE_MS);
  await page.goto('/bench/fold.html');
  const { yardstick, engine } = await page.evaluate(race, { chunk: CHUNK, asOf: Date.parse(stream.ended_at) });

  const perSecond = ({ ms }) => stream.lines / (ms / 1_000);
  figures.figure('fold.engine_events_per_second', perSecond(engine), 'lines/s');
  figures.figure('fold.yardstick_events_per_second', perSecond(yardstick), 'lines/s');
  figures.figure('fold.ratio', yardstick.ms / engine.ms, 'times the yardstick', atLeast(5));
  figures.figure('fold.wasm_heap_bytes_per_recipient', engine.heap / stream.recipients, 'bytes');
  const native = await alone(command, path, stream);
  figures.figure('fold.native_events_per_second', perSecond(native), 'lines/s, as a command');
  for (const [name, expected] of Object.entries({ ...yardstick.numbers, ...stream.numbers })) {
    const { [name]: counted } = engine.numbers;
    figures.check(`${name} is ${expected}, and the engine counts ${counted}`, counted === expected);
    figures.check(`${name} is ${expected}, and the command counts ${native.numbers[name]}`, native.numbers[name] === expected);
  }
  for (const complaint of complaints) figures.check(`the page complained: ${complaint}`, false);
  await page.context().close();
}

/** The same engine as a command, from its start to its end. */
async function alone(command, path, stream) {
  const begun = performance.now();
  const { stdout } = await promisify(execFile)(command, ['--as-of', stream.ended_at, path]);
  return { ms: performance.now() - begun, numbers: JSON.parse(stdout) };
}

/** Runs in the page. Whoever was second for a chunk is first for the next: it is in the caches then. */
async function race({ chunk, asOf }) {
  const [{ createFold }, program] = await Promise.all([import('/bench/yardstick.mjs'), import('/bench/engine/engine.js')]);
  const { memory } = await program.default();
  const engine = new program.Engine();
  const yardstick = createFold();
  const racers = [{ push: bytes => yardstick.push(bytes), ms: 0 }, { push: bytes => engine.push(bytes), ms: 0 }];
  const turn = bytes => {
    for (const racer of racers) {
      const begun = performance.now();
      racer.push(bytes);
      racer.ms += performance.now() - begun;
    }
    racers.reverse();
  };
  const [first, second] = racers;
  const reader = (await fetch('/bench/stream')).body.getReader();
  let waiting = new Uint8Array(2 * chunk);
  let length = 0;
  for (;;) {
    const { done, value = new Uint8Array() } = await reader.read();
    if (length + value.length > waiting.length) {
      const larger = new Uint8Array(2 * (length + value.length));
      larger.set(waiting.subarray(0, length));
      waiting = larger;
    }
    waiting.set(value, length);
    length += value.length;
    let from = 0;
    for (; length - from >= chunk || (done && length > from); from += chunk) {
      turn(waiting.subarray(from, Math.min(from + chunk, length)));
    }
    waiting.copyWithin(0, from, Math.max(from, length));
    length = Math.max(0, length - from);
    if (done) break;
  }
  // The numbers are part of the work.
  let begun = performance.now();
  const expected = yardstick.result(asOf);
  first.ms += performance.now() - begun;
  begun = performance.now();
  const numbers = JSON.parse(engine.result(asOf));
  second.ms += performance.now() - begun;
  return { yardstick: { ms: first.ms, numbers: expected }, engine: { ms: second.ms, numbers, heap: memory.buffer.byteLength } };
}
