// A page in Chromium that is watched from before its first script: its long tasks, its memory, what it complains of.
import config from '../browser/playwright.config.mjs';

const { launchOptions, trace, screenshot, ...context } = config.use;

/** How the browser is launched, for benches as for tests. */
export { launchOptions };

/** A delivery of the demo that is over: ten thousand mails, and all six figures. It is not looked for, since nobody shall
 *  have asked the service for anything before the page does. */
export const FINISHED = 'DM98';

/** A phone, as Lighthouse has it. */
export const PHONE = { viewport: { width: 412, height: 823 }, deviceScaleFactor: 1.75, isMobile: true, hasTouch: true };

/** Opens a page that is watched; `more` are options of its context. */
export async function watched(browser, baseURL, more = {}) {
  const page = await (await browser.newContext({ ...context, ...more, baseURL })).newPage();
  const complaints = [];
  page.on('console', message => {
    if (message.type() === 'error') complaints.push(`error: ${message.text()}`);
  });
  page.on('pageerror', error => complaints.push(`exception: ${error.message}`));
  page.on('crash', () => complaints.push('the page crashed'));
  await page.addInitScript(watch);
  return { page, complaints };
}

/** Runs in the page, before everything else. What it sees is in `window.watched`. */
function watch() {
  const seen = { tasks: [], memories: new Set(), marks: {} };
  window.watched = {
    /** Milliseconds of each task over 50 ms, and when it began. */
    tasks: () => seen.tasks,
    /** Bytes of the program's memory, which never shrinks. */
    heap: () => [...seen.memories].reduce((sum, memory) => sum + memory.buffer.byteLength, 0),
    /** When the numbers were first marked as a word, as `live`; undefined until then. */
    marked: word => seen.marks[word],
  };
  new PerformanceObserver(list => {
    for (const { startTime, duration } of list.getEntries()) seen.tasks.push({ startTime, duration });
  }).observe({ type: 'longtask', buffered: true });

  const keep = result => {
    const instance = result.instance ?? result;
    const exported = Object.values(instance.exports).filter(value => value instanceof WebAssembly.Memory);
    exported.forEach(memory => seen.memories.add(memory));
    return result;
  };
  for (const name of ['instantiate', 'instantiateStreaming']) {
    const original = WebAssembly[name];
    WebAssembly[name] = (...given) => original.apply(WebAssembly, given).then(keep);
  }

  const look = () => {
    const word = document.querySelector('[data-fresh]')?.dataset.fresh;
    if (word) seen.marks[word] ??= performance.now();
  };
  const options = { subtree: true, childList: true, attributes: true, attributeFilter: ['data-fresh'] };
  new MutationObserver(look).observe(document, options);
}
