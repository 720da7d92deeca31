// Opening a delivery: from the address to numbers that are up to date.
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Dashboard } from '../browser/harness/dashboard.mjs';
import { atMost } from './figures.mjs';
import { DELIVERY } from './stub.mjs';
import { watched } from './watched.mjs';

const PATIENCE_MS = 15 * 60_000;
/** As long as a parted program takes to bring what is loaded later. */
const SETTLED_MS = 2_000;

/** The bench. */
export async function load({ browser, stub, stream, dist, figures }) {
  const { page, complaints } = await watched(browser, stub.address);
  await page.goto(`/?delivery=${DELIVERY}`);
  const failure = await caughtUp(page, complaints);
  if (failure === undefined) await page.waitForTimeout(SETTLED_MS);
  const look = () => ({ live: window.watched.marked('live') ?? null, tasks: window.watched.tasks(), heap: window.watched.heap() });
  const seen = await page.evaluate(look).catch(() => undefined);
  const { live = null, tasks = [], heap = null } = seen ?? {};
  const during = tasks.filter(task => task.startTime < live).map(task => task.duration);
  // Of a page that never came so far, nothing but the memory it took is told: no bar is met by giving up.
  const isThere = live !== null;

  figures.figure('load.caught_up_ms', live, 'ms');
  figures.figure('load.events_per_second', isThere ? stream.lines / (live / 1_000) : null, 'lines/s');
  figures.figure('load.longest_task_ms', isThere ? Math.max(0, ...during) : null, 'ms', atMost(50));
  figures.figure('load.long_tasks', isThere ? during.length : null, 'over 50 ms');
  figures.figure('load.wasm_heap_bytes', heap, 'bytes');
  // With few recipients, this is mostly the program's own memory.
  figures.figure('load.wasm_heap_bytes_per_recipient', isThere ? heap / stream.recipients : null, 'bytes', atMost(100));
  figures.figure('load.first_load_brotli_bytes', firstLoad(dist), 'bytes', atMost(150_000));

  if (failure === undefined) await checkNumbers(page, stream, figures);
  else figures.check(failure, false);
  const histories = stub.asked.filter(asked => asked === `GET /api/deliveries/${DELIVERY}/events`).length - 1;
  figures.check(`the history has to be read once, and was read ${histories} times`, failure !== undefined || histories === 1);
  figures.check('the memory of the program was not seen', !isThere || heap > 0);
  for (const complaint of complaints) figures.check(`the page complained: ${complaint}`, false);
  await page.context().close();
}

/** Waits until the numbers are marked as live; tells what the page looks like if that does not come. */
async function caughtUp(page, complaints) {
  const until = Date.now() + PATIENCE_MS;
  while (Date.now() < until) {
    const isLive = await page.evaluate(() => window.watched.marked('live') !== undefined).catch(() => false);
    if (isLive) return undefined;
    if (complaints.length > 0) break;
    await new Promise(resolve => setTimeout(resolve, 200));
  }
  const text = await page.locator('body').innerText({ timeout: 10_000 }).catch(error => `nothing (${error.message.split('\n')[0]})`);
  return `the page never caught up; it shows: ${text.replaceAll(/\s+/g, ' ').slice(0, 400)}`;
}

/** The tiles have to show what is true of the stream by construction. */
async function checkNumbers(page, stream, figures) {
  const { to_deliver, excluded, sent, delivered, bounces_errors, unique_opens, unique_clicks } = stream.numbers;
  const expected = {
    'To deliver': [to_deliver, excluded],
    Sent: [sent, to_deliver],
    Delivered: [delivered, sent],
    'Bounces + errors': [bounces_errors, sent],
    'Open rate': [unique_opens, delivered],
    'Click-through rate': [unique_clicks, delivered],
  };
  const dashboard = new Dashboard(page);
  for (const [name, counts] of Object.entries(expected)) {
    const shown = (await dashboard.counts(name)).slice(0, counts.length);
    figures.check(`${name} has to show ${counts}, and shows ${shown}`, shown.join() === counts.join());
  }
}

/** What the browser needs before anything can be done, in bytes of brotli: the same files as in xtask/src/page.rs. */
function firstLoad(dist) {
  const isFirst = name => /\.(html|js|css|wasm)$/.test(name) && !name.startsWith('later-');
  const size = name => statSync(join(dist, name), { throwIfNoEntry: false })?.size ?? Infinity;
  const sizes = readdirSync(dist).filter(isFirst).map(name => Math.min(size(name), size(`${name}.br`)));
  return sizes.reduce((sum, size) => sum + size, 0);
}
