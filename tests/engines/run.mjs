// Makes every journey, or those of the files whose names are given: `node tests/engines/run.mjs send`. Page and service have
// to be built: `cargo xtask test engines` builds both, and finds or installs the browsers.
import { readdirSync } from 'node:fs';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { fileURLToPath } from 'node:url';

const ENDING = '.test.mjs';
const folder = fileURLToPath(new URL('.', import.meta.url));
const wanted = process.argv.slice(2);
const isWanted = name => wanted.length === 0 || wanted.includes(name.slice(0, -ENDING.length));
const files = readdirSync(folder).filter(name => name.endsWith(ENDING) && isWanted(name)).map(name => folder + name);

const counts = { passed: 0, failed: 0, skipped: 0 };
// Two services and two browsers are what a small machine carries; a retry would only hide a race.
const journeys = run({ files, concurrency: 2 });
journeys.on('test:pass', ({ skip }) => (counts[skip === undefined ? 'passed' : 'skipped'] += 1));
journeys.on('test:fail', () => (counts.failed += 1));
journeys.compose(new spec()).pipe(process.stdout);
journeys.on('end', () => {
  const { passed, failed, skipped } = counts;
  // One line that says how they ended, for summaries.
  process.on('exit', () => console.log(`engines: ${passed} passed, ${failed} failed, ${skipped} skipped`));
  if (failed > 0 || passed === 0) process.exitCode = 1;
});
