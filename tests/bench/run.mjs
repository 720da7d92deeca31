#!/usr/bin/env node
// Runs every bench in Chromium against the built page; `cargo xtask bench` makes what it needs and shows what it writes.
//
//   node run.mjs --dist dist --engine target/bench/engine --fold target/release/fold --stream stream.ndjson --out target/bench [--only load]
//
// It writes figures.txt and figures.json. It fails if a check fails, not if a bar is missed.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { Figures } from './figures.mjs';
import { fold } from './fold.mjs';
import { lighthouseScores } from './lighthouse.mjs';
import { load } from './load.mjs';
import { logs } from './logs.mjs';
import { paint } from './paint.mjs';
import { pixel } from './pixel.mjs';
import { providers } from './providers.mjs';
import { service } from './service.mjs';
import { smooth } from './smooth.mjs';
import { Stub } from './stub.mjs';
import { launchOptions } from './watched.mjs';
import { webhooks } from './webhooks.mjs';

/** Each gets a browser and a stub of its own, so that none is measured in the shade of another. */
const BENCHES = { fold, providers, load, smooth, logs, pixel, service, webhooks, paint, lighthouse: lighthouseScores };

const text = fallback => ({ type: 'string', default: fallback });
const options = { dist: text('dist'), engine: text('target/bench/engine'), fold: text('target/release/fold'), stream: text('stream.ndjson'), out: text('target/bench'), only: { type: 'string' } };
const { dist, engine, fold: command, stream: path, out, only } = parseArgs({ options }).values;
const stream = JSON.parse(readFileSync(`${path}.json`, 'utf8'));
const figures = new Figures();

let version = '';
for (const [name, bench] of Object.entries(BENCHES).filter(([name]) => (only ?? name) === name)) {
  const stub = await Stub.start({ dist, engine, path, stream });
  const browser = await chromium.launch(launchOptions);
  version = browser.version();
  try {
    await bench({ browser, stub, stream, path, dist, command, out, figures });
  } catch (error) {
    figures.check(`${name} did not run to its end: ${error.stack}`, false);
  }
  await browser.close();
  await stub.stop();
}

const { recipients, lines, bytes, seed, duplicates, disorder } = stream;
const about = { chromium: version, stream: { recipients, lines, bytes, seed, duplicates, disorder } };
const shown = number => number.toLocaleString('en-GB');
const head = `${shown(recipients)} recipients, ${shown(lines)} lines, ${shown(bytes)} bytes, Chromium ${version}\n`;
mkdirSync(out, { recursive: true });
writeFileSync(join(out, 'figures.json'), `${JSON.stringify(figures.object(about))}\n`);
writeFileSync(join(out, 'figures.txt'), head + figures.table());
if (!figures.isRight) {
  console.error('Something was wrong while it was measured; it is said below the figures.');
  process.exitCode = 1;
}
