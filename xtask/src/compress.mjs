// Trims a page in a folder, writes a .br and a .gz beside each file that gets smaller by it, and prints `name raw br gz` for each file.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { trim } from './trim.mjs';

const folder = process.argv[2];
trim(folder);
const best = size => ({ params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: size } });
const names = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter(entry => entry.isFile() && !/\.(br|gz)$/.test(entry.name))
  .map(entry => join(entry.parentPath ?? entry.path, entry.name).slice(folder.length + 1))
  .sort();

for (const name of names) {
  const path = join(folder, name);
  const raw = readFileSync(path);
  const brotli = brotliCompressSync(raw, best(raw.length));
  const gzip = gzipSync(raw, { level: 9 });
  if (brotli.length < raw.length) writeFileSync(`${path}.br`, brotli);
  if (gzip.length < raw.length) writeFileSync(`${path}.gz`, gzip);
  console.log(name.replaceAll(' ', '%20'), raw.length, Math.min(brotli.length, raw.length), Math.min(gzip.length, raw.length));
}
