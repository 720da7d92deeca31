// Takes from the glue between a program and the browser what neither of them uses, and gives what is left short names.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildSync } from 'esbuild';
import { Reader, number, sections, text } from './wasm.mjs';

const IMPORTS = 2;
const EXPORTS = 7;
const PREFIX = 'program';

/** What a page starts by: the standalone one opens, an element mounts. */
const START = `export { default, open, openFiles, mount } from './${PREFIX}.js';`;

/** The glue as one script, and of it only what the page starts by and what that reaches. */
export const joinScripts = (folder, also = '') => buildSync({
  stdin: { contents: START + also, resolveDir: folder },
  bundle: true, format: 'esm', minify: true, write: false, logLevel: 'error',
}).outputFiles[0].text;

/** One import or export: what `change` makes of it, or nothing. */
const entry = {
  [IMPORTS](reader, change) {
    const [module, name, begin] = [reader.text(), reader.text(), reader.at];
    reader.kind();
    return Buffer.concat([text(module), text(change(name)), reader.bytes.subarray(begin, reader.at)]);
  },
  [EXPORTS](reader, change) {
    const [name, begin] = [reader.text(), reader.at];
    reader.at++;
    reader.number();
    const changed = change(name);
    return changed === undefined ? undefined : Buffer.concat([text(changed), reader.bytes.subarray(begin, reader.at)]);
  },
};

/** A module with the names in one of its sections changed. */
function rename(bytes, section, change) {
  const made = [bytes.subarray(0, 8)];
  for (const { id, begin, content, end } of sections(bytes)) {
    if (id === section) {
      const reader = new Reader(bytes, content);
      const entries = Array.from({ length: reader.number() }, () => entry[id](reader, change)).filter(kept => kept);
      const body = Buffer.concat([number(entries.length), ...entries]);
      made.push(Buffer.from([id]), number(body.length), body);
    } else {
      made.push(bytes.subarray(begin, end));
    }
  }
  return Buffer.concat(made);
}

/**
 * Before the program is made smaller: it exports only what a script calls. The rest is classes of libraries that nobody
 * uses; they stay in the glue only because something is done to them as it is loaded.
 */
function exportLess(folder) {
  const script = join(folder, `${PREFIX}.js`);
  const glue = readFileSync(script, 'utf8')
    .replace(/^if \(Symbol\.dispose\) (\w+)\.prototype.*$/gm, '')
    .replace(/^const \w+Finalization = \(typeof FinalizationRegistry[^;]*;$/gm, line => line
      .replace('= (', '= /* @__PURE__ */ (() => (').replace(/;$/, ')();'));
  writeFileSync(script, glue);
  const reached = joinScripts(folder);
  const program = join(folder, `${PREFIX}_bg.wasm`);
  const isCalled = name => new RegExp(`[.{,]${name.replaceAll('$', '\\$')}\\b`).test(reached);
  writeFileSync(program, rename(readFileSync(program), EXPORTS, name => (isCalled(name) ? name : undefined)));
}

/** After it was made smaller: the glue offers only what the program imports, and both call it by a short name. */
export function nameShortly(folder) {
  const [script, program] = [join(folder, `${PREFIX}.js`), join(folder, `${PREFIX}_bg.wasm`)];
  const short = new Map();
  const shorten = name => {
    if (!/^__wb/.test(name)) return name;
    short.set(name, `_${short.size.toString(36)}`);
    return short.get(name);
  };
  let module = rename(readFileSync(program), IMPORTS, shorten);
  let glue = readFileSync(script, 'utf8').replace(/^ {8}(__wb\w+): (function\([^]*?^ {8}\}.*,\n)/gm, (_, name, offer) => {
    const taken = short.get(name);
    short.delete(name);
    return taken === undefined ? '' : `        ${taken}: ${offer}`;
  });
  if (short.size > 0) throw new Error(`The glue does not offer: ${[...short.keys()].join(', ')}`);
  let calls = 0;
  module = rename(module, EXPORTS, name => {
    if (!/__h[0-9a-f]{16}(_\d+)?$/.test(name)) return name;
    const called = `_${(calls++).toString(36)}`;
    glue = glue.replaceAll(`wasm.${name}(`, `wasm.${called}(`);
    return called;
  });
  writeFileSync(program, module);
  writeFileSync(script, glue);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) exportLess(process.argv[2]);
