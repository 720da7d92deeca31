// Prints what weighs what inside a program that still has its names: bytes of code by crate, and of our own by module.
// What comes after, an optimiser and a compressor, makes all of it smaller, and much of it alike: a third is left.
import { readFileSync } from 'node:fs';
import { Reader, functionNames, sections } from './wasm.mjs';

const CODE = 10;
const bytes = readFileSync(process.argv[2]);
const name = functionNames(bytes);
const sizes = [];

for (const { id, content } of sections(bytes)) {
  if (id !== CODE) continue;
  const reader = new Reader(bytes, content);
  for (let left = reader.number(); left > 0; left--) {
    const size = reader.number();
    sizes.push(size);
    reader.at += size;
  }
}

/** `<a::b as c::d<e>>::f` is of a::b, unless that is any type at all: then of c::d. */
function place(name) {
  const plain = name.replace(/\[[0-9a-f]{16}\]|::h[0-9a-f]{16}$/g, '').replace(/^_?</, '');
  const [, of, as] = plain.match(/^&?(?:mut )?(.*?) as (.*)$/) ?? [undefined, plain, ''];
  const path = (/^(?:\w$|[&([]|alloc::boxed)/.test(of) && as ? as : of).replace(/^[<&]+/, '').replace(/<.*/, '').split('::');
  const depth = /^delivery_/.test(path[0]) ? 3 : 1;
  return path.length > 1 ? path.slice(0, depth).join('::') : 'others';
}

const places = new Map();
for (const [index, size] of sizes.entries()) {
  const of = place(name(index));
  const [sum, count] = places.get(of) ?? [0, 0];
  places.set(of, [sum + size, count + 1]);
}
const all = sizes.reduce((sum, size) => sum + size, 0);
console.log(`${String(all).padStart(8)} bytes of code in ${sizes.length} functions, before it is made smaller`);
for (const [of, [sum, count]] of [...places].sort((one, other) => other[1][0] - one[1][0])) {
  console.log(`${String(sum).padStart(8)} ${(100 * sum / all).toFixed(1).padStart(5)} % ${String(count).padStart(5)}  ${of}`);
}
