// Pictures of the gallery's states, kept small: as few colours as a palette holds, and well packed. What that changes is far
// below what a comparison sees.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';

const { PNG } = createRequire(import.meta.url)('playwright-core/lib/utilsBundle');
const FOLDER = join(import.meta.dirname, '../pictures');
const COLOURS = 256;
const INDEXED = 3;

/** After the pictures were taken anew: packs those that are not yet. */
export default async function pack() {
  if (!process.env.RENEW) return;
  for (const name of await readdir(FOLDER)) {
    const path = join(FOLDER, name);
    const bytes = await readFile(path);
    if (name.endsWith('.png') && bytes[25] !== INDEXED) await writeFile(path, packed(PNG.sync.read(bytes)));
  }
}

function packed({ width, height, data }) {
  const pixels = new Uint32Array(data.buffer, data.byteOffset, width * height).map(pixel => pixel | 0xff000000);
  const counts = new Map();
  for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
  const palette = choose(counts);
  const places = new Map([...counts.keys()].map(colour => [colour, nearest(palette, colour)]));
  const rows = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) rows[y * (width + 1) + 1 + x] = places.get(pixels[y * width + x]);
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, INDEXED, 0, 0, 0], 8);
  const colours = Buffer.from(palette.flatMap(colour => channels(colour)));
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', head), chunk('PLTE', colours), chunk('IDAT', deflateSync(rows, { level: 9, memLevel: 9 })), chunk('IEND', Buffer.alloc(0))]);
}

const channels = colour => [colour & 255, (colour >> 8) & 255, (colour >> 16) & 255];

/** How far two colours are apart. */
function apart(one, other) {
  const [a, b] = [channels(one), channels(other)];
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

/** The most frequent colours, but none that is hardly another than one before it. */
function choose(counts) {
  const byCount = [...counts].sort((one, other) => other[1] - one[1]).map(([colour]) => colour);
  let palette = [];
  for (let least = 2; least < 64; least *= 2) {
    palette = [];
    for (const colour of byCount) {
      if (palette.every(known => apart(known, colour) >= least)) palette.push(colour);
      if (palette.length > COLOURS) break;
    }
    if (palette.length <= COLOURS) return palette;
  }
  return palette.slice(0, COLOURS);
}

function nearest(palette, colour) {
  let best = 0;
  for (let place = 1; place < palette.length; place += 1) if (apart(palette[place], colour) < apart(palette[best], colour)) best = place;
  return best;
}

function chunk(type, content) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** The checksum of PNG. */
function crc32(bytes) {
  let sum = ~0;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return ~sum >>> 0;
}
