// Makes compiled programs smaller, each in its place and as many at a time as there are processors; the largest first, so
// that none is left alone at the end. Takes the optimiser's flags as one word, and the files.
import { execFile } from 'node:child_process';
import { statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { promisify } from 'node:util';

const [flags, ...files] = process.argv.slice(2);
const size = file => statSync(file).size;
const waiting = files.sort((one, other) => size(other) - size(one));

async function work() {
  for (let file = waiting.shift(); file; file = waiting.shift()) {
    const before = size(file);
    await promisify(execFile)('wasm-opt', [...flags.split(/\s+/), file, '-o', file]);
    console.log(`${file}: ${before} bytes are ${size(file)}`);
  }
}

await Promise.all(Array.from({ length: availableParallelism() }, work));
