// Takes from a compiled program, before it is split, what is never run or never heard: a panic ends the program, and what
// it would have said goes nowhere in a browser; the streams that a library offers to scripts, no script here asks for.
// The bodies of such functions become a single trap. How a value is written for developers (`Debug`) nobody reads either:
// that becomes nothing written, and all well. Whatever only they called is then left out by the split.
import { readFileSync, writeFileSync } from 'node:fs';
import { Reader, functionNames, number, sections, text } from './wasm.mjs';

const [CUSTOM, CODE] = [0, 10];
/** No locals, a trap, the end. */
const TRAP = Buffer.from([3, 0, 0x00, 0x0b]);
/** No locals, `Ok(())`, the end. */
const SILENCE = Buffer.from([4, 0, 0x41, 0x00, 0x0b]);
/** Kinds of relocation that carry an addend, as the tool conventions of WebAssembly number them. */
const WITH_ADDEND = new Set([3, 4, 5, 8, 9, 11, 14, 15, 16, 17, 21, 22, 23, 25]);

/** Functions that do not return, by their names as the compiler writes them, and the exports of wasm-streams. */
const MUTE = [
  /^_(R\w*|ZN)4core9panicking/,
  /slice_error_fail|slice_index_fail|len_mismatch_fail|slice_(start|end)_index_\w*fail/,
  /6option13(unwrap|expect)_failed|6option13expect_failed|6result13unwrap_failed/,
  /4cell\d+panic_already/,
  /7raw_vec(12handle_error|17capacity_overflow)|18handle_alloc_error/,
  /3vec\w*assert_failed/,
  /rust_begin_unwind$|3std9panicking11begin_panic/,
  /^(__wbg_)?intounderlying/,
];

/** `<T as Debug>::fmt`, by both ways the compiler writes names. */
const FOR_DEVELOPERS = /(core\.\.fmt\.\.Debug\$GT\$|4core3fmt\w*5Debug|3fmt5Debug|B\w_5Debug)3fmt/;

const path = process.argv[2];
const bytes = readFileSync(path);
const all = [...sections(bytes)];

const name = functionNames(bytes);

/** Bodies in their order: where each was in the section, what it is now, and where that will be. */
const bodies = [];
let [place, code] = [-1, Buffer.alloc(0)];
for (const [index, { id, content }] of all.entries()) {
  if (id !== CODE) continue;
  place = index;
  const reader = new Reader(bytes, content);
  const count = number(reader.number());
  const parts = [count];
  let to = count.length;
  for (let at = 0; reader.at < all[index].end; at++) {
    const from = reader.at;
    const size = reader.number();
    reader.at += size;
    const instead = MUTE.some(pattern => pattern.test(name(at))) ? TRAP : FOR_DEVELOPERS.test(name(at)) && SILENCE;
    const isMute = Boolean(instead);
    const body = instead || bytes.subarray(from, reader.at);
    bodies.push({ from: from - content, end: reader.at - content, shift: to - (from - content), isMute });
    parts.push(body);
    to += body.length;
  }
  code = Buffer.concat(parts);
}
const mute = bodies.filter(({ isMute }) => isMute).length;
if (mute < MUTE.length) throw new Error(`Only ${mute} functions were found that say nothing: their names must have changed.`);

/** Relocations of the code: those of bodies that are gone go, too. They are in the order of their places. */
function relocated(reader, end) {
  const section = reader.number();
  const kept = [];
  let at = 0;
  for (let left = reader.number(); left > 0; left--) {
    const begin = reader.at;
    const kind = bytes[reader.at++];
    const offset = reader.number();
    const rest = reader.at;
    reader.number();
    if (WITH_ADDEND.has(kind)) reader.number();
    while (bodies[at].end <= offset) at++;
    if (!bodies[at].isMute) kept.push(Buffer.from([kind]), number(offset + bodies[at].shift), bytes.subarray(rest, reader.at));
    else if (offset < bodies[at].from) throw new Error(`A relocation between functions, at ${begin}`);
  }
  if (reader.at !== end) throw new Error('The relocations are written otherwise than this reads them.');
  const count = kept.length / 3;
  return Buffer.concat([text('reloc.CODE'), number(section), number(count), ...kept]);
}

const made = [bytes.subarray(0, 8)];
for (const [index, { id, begin, content, end }] of all.entries()) {
  const reader = new Reader(bytes, content);
  let body;
  if (index === place) body = code;
  else if (id === CUSTOM && reader.text() === 'reloc.CODE') body = relocated(reader, end);
  if (body) made.push(Buffer.from([id]), number(body.length), body);
  else made.push(bytes.subarray(begin, end));
}
writeFileSync(path, Buffer.concat(made));
console.log(`${mute} of ${bodies.length} functions say nothing any more`);
