// Takes from a built page's scripts and sheets what only people read.
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformSync } from 'esbuild';

const trimText = (text, loader) => transformSync(text, { loader, minify: true }).code;

/** Trims a page in its folder, and tells index.html the new hashes. */
export function trim(folder) {
  const page = join(folder, 'index.html');
  let html = readFileSync(page, 'utf8');
  for (const name of readdirSync(folder).filter(name => /\.(css|js)$/.test(name))) {
    const path = join(folder, name);
    const text = trimText(readFileSync(path, 'utf8'), name.endsWith('.css') ? 'css' : 'js');
    writeFileSync(path, text);
    const hash = createHash('sha384').update(text).digest('base64');
    const tag = new RegExp(`(href="[^"]*${name.replaceAll('.', '\\.')}"[^>]*integrity=")[^"]*`);
    html = html.replace(tag, `$1sha384-${hash}`);
  }
  writeFileSync(page, html);
}
