// The first moments, for whoever comes over a slow network with a slow phone: the built page and the real service, slowed
// down while they are used. First visits begin with nothing; who comes back finds what was last seen.
import { Service } from '../browser/harness/service.mjs';
import { atMost } from './figures.mjs';
import { FINISHED, PHONE, watched } from './watched.mjs';

/** Lighthouse's slow 4G as it is applied to each request, and its slow processor. */
const NETWORK = { offline: false, latency: 562.5, downloadThroughput: (1_474.56 * 1_000) / 8, uploadThroughput: (675 * 1_000) / 8 };
const PROCESSOR = 4;
const RUNS = 5;
const PATIENCE_MS = 60_000;
/** After the numbers: time for what is loaded later, which must not push anything around. */
const SETTLED_MS = 1_500;

/** The bench. */
export async function paint({ browser, figures }) {
  const service = await Service.start({ speed: 20, seed: 7 });
  try {
    const visits = [];
    for (let run = 0; run < RUNS; run += 1) visits.push(await visitTwice(browser, service.address, figures));
    const middle = (visit, name) => median(visits.map(both => both[visit][name]));
    for (const [visit, of] of [['first', 'paint'], ['again', 'paint.again']]) {
      figures.figure(`${of}.first_paint_ms`, middle(visit, 'fcp'), 'ms, slow 4G, CPU / 4');
      figures.figure(`${of}.largest_paint_ms`, middle(visit, 'lcp'), 'ms');
      figures.figure(`${of}.content_visible_ms`, middle(visit, 'content'), 'ms, six tiles with numbers', visit === 'first' ? atMost(2_500) : undefined);
      figures.figure(`${of}.layout_shift`, Math.max(...visits.map(both => both[visit].cls)), 'at most, of all runs', atMost(0.1));
    }
    figures.figure('paint.last_seen_visible_ms', middle('again', 'seen'), 'ms, second visit', atMost(1_500));
  } finally {
    await service.stop();
  }
}

async function visitTwice(browser, address, figures) {
  const { page, complaints } = await watched(browser, address, PHONE);
  const first = await visit(page);
  const again = await visit(await page.context().newPage());
  for (const complaint of complaints) figures.check(`the page complained: ${complaint}`, false);
  figures.check('what was last seen was not there on the second visit', again.seen !== null);
  await page.context().close();
  return { first, again };
}

async function visit(page) {
  const tap = await page.context().newCDPSession(page);
  await tap.send('Network.enable');
  await tap.send('Network.emulateNetworkConditions', NETWORK);
  await tap.send('Emulation.setCPUThrottlingRate', { rate: PROCESSOR });
  await page.addInitScript(look);
  await page.goto(`/?delivery=${FINISHED}`);
  await page.waitForFunction(() => window.looked.content !== null, undefined, { timeout: PATIENCE_MS });
  await page.waitForTimeout(SETTLED_MS);
  const looked = await page.evaluate(() => window.looked);
  // What is seen is kept once everything is read; that is not measured here.
  await tap.send('Network.emulateNetworkConditions', { ...NETWORK, latency: 0, downloadThroughput: -1, uploadThroughput: -1 });
  await page.waitForFunction(() => localStorage.getItem('delivery-dashboard.seen') !== null, undefined, { timeout: PATIENCE_MS });
  await page.close();
  return looked;
}

/** Runs in the page: notes when what could first be seen. */
function look() {
  const seen = { fcp: null, lcp: null, cls: 0, content: null, seen: null };
  window.looked = seen;
  const isShown = tile => tile.checkVisibility() && tile.getBoundingClientRect().height > 0 && /\d/.test(tile.querySelector('.kpi-tile__big')?.textContent);
  const areShown = inside => [...document.querySelectorAll(`${inside} .kpi-tile`)].filter(isShown).length === 6;
  const frame = now => {
    if (areShown('#app')) seen.content ??= now;
    if (areShown('#boot')) seen.seen ??= now;
    requestAnimationFrame(() => frame(performance.now()));
  };
  requestAnimationFrame(() => frame(performance.now()));
  const watch = (type, take) => new PerformanceObserver(list => list.getEntries().forEach(take)).observe({ type, buffered: true });
  watch('paint', entry => { if (entry.name === 'first-contentful-paint') seen.fcp = entry.startTime; });
  watch('largest-contentful-paint', entry => { seen.lcp = entry.startTime; });
  watch('layout-shift', entry => { if (!entry.hadRecentInput) seen.cls += entry.value; });
}

/** The one in the middle; what was never seen in a run is never seen. */
function median(values) {
  if (values.includes(null)) return null;
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)];
}
