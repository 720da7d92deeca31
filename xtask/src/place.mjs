// Puts the parts of a split program in the place of the whole one, in a page's folder: named by their digests, and with one
// script between all of them and the browser. What the page begins with is one script and one sheet, whose names say what
// they are, too: whoever comes back asks for neither again.
import { createHash } from 'node:crypto';
import { copyFileSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { joinScripts, nameShortly } from './glue.mjs';
import { buildSync, transformSync } from 'esbuild';

const [parts, folder] = process.argv.slice(2);
const digest = bytes => createHash('sha256').update(bytes).digest('hex').slice(0, 12);
const pin = bytes => `sha384-${createHash('sha384').update(bytes).digest('base64')}`;

/** What is replaced has to be there: a tool that writes something else must not go unnoticed. */
const replace = (text, was, is) => {
  if (!text.includes(was)) throw new Error(`Nothing to replace: ${was}`);
  return text.replaceAll(was, is);
};

/** Names what is loaded later by its digest, and lets it be loaded before it is needed. */
function placeLater() {
  const path = join(parts, 'later.js');
  let script = readFileSync(path, 'utf8');
  for (const part of readdirSync(parts).filter(name => /^(split|chunk)_.*\.wasm$/.test(name))) {
    const bytes = readFileSync(join(parts, part));
    const name = `later-${part.replace(/^split_|\.wasm$/g, '').replaceAll('_', '-')}-${digest(bytes)}.wasm`;
    copyFileSync(join(parts, part), join(folder, name));
    // Unpinned, as the program itself is, and for the same reason; and twenty pins would be half a kilobyte.
    script = replace(script, `fetch(new URL("./${part}", import.meta.url))`, `fetch(new URL("./${name}", import.meta.url))`);
  }
  // Every load is remembered, so that all can be made before one is needed.
  script = replace(script, 'function makeLoad(', 'function makeOneLoad(');
  // Few open files, and whoever does begins with them: nobody else fetches what reads every provider's.
  script = replace(script, '__wasm_split_load_files = wrapAsyncCb(makeLoad(', '__wasm_split_load_files = wrapAsyncCb(makeOneLoad(');
  writeFileSync(path, `const loads = [];
${script}
function makeLoad(...of) {
  const load = makeOneLoad(...of);
  loads.push(load);
  return load;
}
export const loadLater = () => Promise.allSettled(loads.map(load => load()));
`);
}

const page = join(folder, 'index.html');
let html = readFileSync(page, 'utf8');
placeLater();
nameShortly(parts);
for (const [old, ending, bytes] of [
  [/delivery-dashboard-[0-9a-f]+\.js/, '.js', Buffer.from(joinScripts(parts, "export { loadLater } from './later.js'"))],
  [/delivery-dashboard-[0-9a-f]+_bg\.wasm/, '_bg.wasm', readFileSync(join(parts, 'program_bg.wasm'))],
]) {
  const was = html.match(old)[0];
  const name = `delivery-dashboard-${digest(bytes)}${ending}`;
  rmSync(join(folder, was));
  writeFileSync(join(folder, name), bytes);
  html = replace(html, was, name);
  html = html.replace(new RegExp(`(href="[^"]*${name.replaceAll('.', '\\.')}"[^>]*integrity=")[^"]*`), `$1${pin(bytes)}`);
}
const named = ending => readdirSync(folder).find(name => name.startsWith('delivery-dashboard-') && name.endsWith(ending));
// A program that is pinned is kept back until it is whole, and could not be compiled while it loads.
html = html.replace(/(<link rel="preload" href="[^"]*\.wasm"[^>]*) integrity="[^"]*"/, '$1');

const small = (text, loader) => Buffer.from(transformSync(text, { loader, minify: true, format: loader === 'js' ? 'esm' : undefined }).code);
const SHEET = /\s*<link rel="stylesheet" href="([^"]*?)([^"/]+\.css)"[^>]*>/g;
const sheets = [...html.matchAll(SHEET)];
const joined = small(sheets.map(([, , name]) => readFileSync(join(folder, name), 'utf8')).join('\n'), 'css');
const sheet = `page-${digest(joined)}.css`;
for (const [, , name] of sheets) rmSync(join(folder, name));
writeFileSync(join(folder, sheet), joined);
html = replace(html, sheets[0][0], `\n  <link rel="stylesheet" href="${sheets[0][1]}${sheet}" integrity="${pin(joined)}">`).replace(SHEET, tag => (tag.includes(sheet) ? tag : ''));

const boot = small(readFileSync(join(folder, 'boot.js'), 'utf8'), 'js');
const booting = `boot-${digest(boot)}.js`;
rmSync(join(folder, 'boot.js'));
writeFileSync(join(folder, booting), boot);
// Without what only people read.
writeFileSync(page, replace(html, 'boot.js', booting).replaceAll(/<!--.*?-->/gs, '').replaceAll(/\n\s*/g, '\n'));

// The element and the frame, by names that never change: hosts write them into their pages.
const files = { js: named('.js'), wasm: named('.wasm'), sheet };
for (const name of ['delivery-dashboard.js', 'delivery-frame.js', 'frame.js']) {
  const { outputFiles } = buildSync({
    entryPoints: [join('public/embed', name)], bundle: true, minify: true, format: 'esm', write: false, logLevel: 'error',
    define: { __FILES__: JSON.stringify(files) },
    // One copy of it, whoever asks.
    external: name === 'frame.js' ? ['./delivery-dashboard.js'] : [],
  });
  writeFileSync(join(folder, name), outputFiles[0].contents);
}
for (const name of ['embed.html', 'frame.css', 'delivery-dashboard.d.ts', 'custom-elements.json']) copyFileSync(join('public/embed', name), join(folder, name));
