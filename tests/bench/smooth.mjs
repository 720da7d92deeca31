// Nothing stutters: while the whole delivery is read, while live events arrive, while its list is scrolled; on this
// machine's processor, and on one that is four times as slow.
import { Logs } from '../browser/harness/logs.mjs';
import { atMost } from './figures.mjs';
import { DELIVERY } from './stub.mjs';
import { watched } from './watched.mjs';

const PATIENCE_MS = 15 * 60_000;
const LIVE_PER_SECOND = 1_000;
const LIVE_MS = 8_000;
/** From one key to the next while history is read. */
const KEY_EVERY_MS = 400;

/** The bench. */
export async function smooth(given) {
  for (const [name, slower] of [['smooth', 1], ['smooth_4x_slower', 4]]) await measure(name, slower, given);
}

async function measure(name, slower, { browser, stub, stream, figures }) {
  const { page, complaints } = await watched(browser, stub.address);
  page.setDefaultTimeout(PATIENCE_MS);
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: slower });
  await page.addInitScript(watchInput);
  await page.goto(`/?delivery=${DELIVERY}`);
  // The program is there, and reads.
  await page.waitForFunction(() => document.querySelector('[data-fresh]') !== null);
  const begun = await page.evaluate(() => performance.now());
  let isRead = false;
  while (!isRead) {
    await page.keyboard.press('Shift');
    await page.waitForTimeout(KEY_EVERY_MS);
    isRead = await page.evaluate(() => window.watched.marked('live') !== undefined);
  }
  const read = await page.evaluate(look, begun);
  figures.figure(`${name}.caught_up_ms`, read.live, 'ms');
  figures.figure(`${name}.longest_task_ms`, read.longest, 'ms while history is read', atMost(50));
  figures.figure(`${name}.input_ms`, read.input, 'ms from a key to its handling', atMost(100));

  await page.goto(`/?delivery=${DELIVERY}&log=sending`);
  await page.waitForFunction(() => window.watched.marked('live') !== undefined);
  await new Logs(page).grid.waitFor();
  await page.locator('[role=grid][aria-busy=false]').waitFor();
  stub.begin(LIVE_PER_SECOND);
  const since = await page.evaluate(() => performance.now());
  const scrolled = page.evaluate(scroll, LIVE_MS);
  for (let passed = 0; passed < LIVE_MS; passed += KEY_EVERY_MS) {
    await page.keyboard.press('Shift');
    await page.waitForTimeout(KEY_EVERY_MS);
  }
  const { gap, updates } = await scrolled;
  const sent = stub.end();
  const live = await page.evaluate(look, since);
  figures.figure(`${name}.live_longest_task_ms`, live.longest, `ms at ${LIVE_PER_SECOND} events/s`, atMost(50));
  figures.figure(`${name}.live_input_ms`, live.input, 'ms from a key to its handling', atMost(100));
  figures.figure(`${name}.live_longest_gap_ms`, gap, 'ms between frames, scrolling');
  figures.figure(`${name}.live_updates_a_frame`, updates, 'of the tiles', atMost(1));
  figures.check(`about ${(LIVE_PER_SECOND * LIVE_MS) / 1_000} events were to be sent, and ${sent} were`, sent > (LIVE_PER_SECOND * LIVE_MS) / 2_000);
  for (const complaint of complaints) figures.check(`the page complained: ${complaint}`, false);
  figures.check(`no key was seen (${name})`, read.keys > 0 && live.keys > 0);
  await page.context().close();
}

/** Runs in the page, before everything else: how long each key waited. */
function watchInput() {
  window.keys = [];
  addEventListener('keydown', event => window.keys.push({ at: event.timeStamp, waited: performance.now() - event.timeStamp }), true);
}

/** Runs in the page. */
function look(since) {
  const tasks = window.watched.tasks().filter(task => task.startTime >= since).map(task => task.duration);
  const keys = window.keys.filter(key => key.at >= since).map(key => key.waited);
  return { live: window.watched.marked('live'), longest: Math.max(0, ...tasks), input: Math.max(0, ...keys), keys: keys.length };
}

/** Runs in the page: scrolls a step a frame, and counts how often the tiles change between two frames. */
async function scroll(ms) {
  const grid = document.querySelector('[role=grid]');
  const reach = grid.scrollHeight - grid.clientHeight;
  let [gap, changes, updates, step] = [0, 0, 0, 0];
  const tiles = new MutationObserver(() => { changes += 1; });
  for (const tile of document.querySelectorAll('.kpi-tile')) tiles.observe(tile, { subtree: true, characterData: true, childList: true });
  const until = performance.now() + ms;
  let before = await new Promise(requestAnimationFrame);
  while (before < until) {
    grid.scrollTop = Math.round((reach * (step++ % 300)) / 300);
    const now = await new Promise(requestAnimationFrame);
    [gap, updates, changes] = [Math.max(gap, now - before), Math.max(updates, changes), 0];
    before = now;
  }
  tiles.disconnect();
  return { gap, updates };
}
