// The gallery as a test sees it: a server of one's own for each worker, and a browser in which no time passes.
import { expect, test as base } from '@playwright/test';
import { Gallery } from '../../../gallery/serve.mjs';
import { NOW } from '../../../gallery/story.mjs';
import { path } from './service.mjs';

export { expect };

export const test = base.extend({
  gallery: [async ({}, use) => {
    const gallery = await Gallery.start({ dist: path('dist') });
    await use(gallery);
    await gallery.stop();
  }, { scope: 'worker' }],

  baseURL: async ({ gallery }, use) => use(gallery.address),

  page: async ({ page }, use) => {
    const complaints = [];
    page.on('pageerror', error => complaints.push(`exception: ${error.message}`));
    await page.exposeBinding('reportViolation', (_, text) => complaints.push(`policy: ${text}`));
    await page.addInitScript(now => {
      document.addEventListener('securitypolicyviolation', event => {
        window.reportViolation(`${event.effectiveDirective} blocked ${event.blockedURI} at ${event.sourceFile}:${event.lineNumber}`);
      });
      // "Last heard 2 s ago" is another picture a second later. Only what shows that it takes long needs time for it.
      const began = Date.parse(now);
      const clock = performance.now.bind(performance);
      let passed = 0;
      performance.now = () => (window.isTimePassing ? clock() : passed);
      Date.now = () => began + performance.now();
      Object.defineProperty(performance, 'timeOrigin', { value: began });
      // Nor are there seconds, after some of which a pace would be unknown: nothing is handed over while nothing moves.
      const every = window.setInterval.bind(window);
      const seconds = [];
      window.setInterval = (tell, pause, ...more) => (pause === 1_000 && !window.isTimePassing ? seconds.push(tell) : every(tell, pause, ...more));
      window.letPass = minutes => {
        passed += minutes * 60_000;
        for (const tell of seconds) tell();
      };
    }, NOW);
    await use(page);
    expect(complaints, 'no exception, and no violation of the policy').toEqual([]);
  },

  /** Opens a state of the gallery, as bare as it is framed, and gives what there is to see of it. */
  show: async ({ page }, use) => {
    await use(async (state, switches = {}) => {
      if (state.isSlow) await page.addInitScript(() => { window.isTimePassing = true; });
      await page.goto(`/?${new URLSearchParams({ state: state.name, bare: '1', ...switches })}`);
      await expect(page.locator('html')).toHaveAttribute('data-ready', state.name);
      const around = state.page ? page.frameLocator('iframe') : page;
      if (state.minutes) {
        await page.evaluate(minutes => window.letPass(minutes), state.minutes);
        await expect(around.getByText(/10 m/).first()).toBeVisible();
      }
      await settle(page, state);
      return {
        /** What is pictured. In a frame a dialog may be drawn half a pixel higher or lower, as it happens, so there it is the whole page. */
        picture: state.isDialog && !state.page ? around.locator('dialog[open]') : page.locator('.stage > *'),
        /** The document that the dashboard is in. */
        frame: state.page ? page.frames()[1] : page,
      };
    });
  },
});

/** Until nothing has changed for a moment: parts that come later are here. */
export async function settle(page, state) {
  await page.evaluate(async isPage => {
    const inside = () => (isPage ? document.querySelector('iframe').contentDocument : document.querySelector('.stage > *').shadowRoot);
    const wait = milliseconds => new Promise(done => { setTimeout(done, milliseconds); });
    let [before, same] = ['', 0];
    while (same < 3) {
      await wait(80);
      const now = inside().querySelector('.app')?.innerHTML ?? inside().innerHTML;
      same = now === before ? same + 1 : 0;
      before = now;
    }
  }, Boolean(state.page));
}

/** How far something reaches beyond the screen, or what is in a dialog beyond the dialog; nothing if all is in sight. */
export function beyond(frame) {
  return frame.evaluate(() => {
    const { scrollingElement: page } = document;
    const root = document.querySelector('.stage > *')?.shadowRoot ?? document;
    const found = [];
    if (page.scrollWidth > page.clientWidth) found.push(`the page by ${page.scrollWidth - page.clientWidth} px`);
    const dialog = root.querySelector('dialog[open]');
    if (dialog && dialog.scrollWidth > dialog.clientWidth) found.push(`the dialog by ${dialog.scrollWidth - dialog.clientWidth} px`);
    // A table or a row of tabs may be scrolled by itself (WCAG 1.4.10); whoever makes them so says it with `overflow`.
    const isCut = element => {
      for (let at = element.parentElement; at; at = at.parentElement) {
        if (['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(at).overflowX) && at !== dialog) return true;
      }
      return false;
    };
    const { clientWidth: width } = page;
    for (const element of (dialog ?? root).querySelectorAll('*')) {
      const { left, right, width: own } = element.getBoundingClientRect();
      if (own === 0 || (left >= -1 && right <= width + 1) || element.matches('.unseen, option, svg *') || isCut(element)) continue;
      found.push(`${element.localName}.${element.className} from ${Math.round(left)} to ${Math.round(right)} of ${width} px: ${element.textContent.trim().slice(0, 40)}`);
      if (found.length > 4) break;
    }
    return found;
  });
}

/** Text of which a part cannot be seen, because what it stands in is too small for it; what is shortened with dots says so. */
export function cutOff(frame) {
  return frame.evaluate(() => {
    const root = document.querySelector('.stage > *')?.shadowRoot ?? document;
    const found = [];
    for (const element of (root.querySelector('dialog[open]') ?? root).querySelectorAll('*')) {
      const { overflowX, overflowY, textOverflow } = getComputedStyle(element);
      const hides = how => how === 'hidden' || how === 'clip';
      if (element.matches('.unseen, svg, svg *') || element.closest('.unseen') || !element.textContent.trim()) continue;
      const isLow = hides(overflowY) && element.scrollHeight > element.clientHeight + 2;
      const isNarrow = hides(overflowX) && element.scrollWidth > element.clientWidth + 2 && textOverflow !== 'ellipsis';
      if (element.clientWidth > 0 && (isLow || isNarrow)) {
        found.push(`${element.localName}.${element.className}: ${element.scrollWidth} × ${element.scrollHeight} in ${element.clientWidth} × ${element.clientHeight} px: ${element.textContent.trim().slice(0, 40)}`);
      }
    }
    return found;
  });
}

/** Letters of another size, as a browser or a host may set them. */
export function enlarge(frame, times) {
  return frame.evaluate(times => {
    const stage = document.querySelector('.stage');
    if (stage) stage.dataset.text = String(times);
    else document.documentElement.style.fontSize = `${100 * times}%`;
  }, times);
}

/** The other colours, where the state was. */
export function shade(frame, theme) {
  return frame.evaluate(theme => {
    const app = document.querySelector('.stage > *') ? [] : document.querySelectorAll('.app');
    for (const element of [document.documentElement, ...app]) element.dataset.theme = theme;
  }, theme);
}

/** From left to right, or the other way. */
export function turn(frame, dir) {
  return frame.evaluate(dir => {
    for (const element of [document.documentElement, ...document.querySelectorAll('.stage')]) element.dir = dir;
  }, dir);
}

/** Every word 40 % longer, as it may be in another language. */
export function lengthen(frame) {
  return frame.evaluate(() => {
    const root = document.querySelector('.stage > *')?.shadowRoot ?? document.body;
    const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const longer = word => word + 'enschaftlichkeit'.slice(0, Math.round(word.length * 0.4));
    while (walk.nextNode()) walk.currentNode.data = walk.currentNode.data.replaceAll(/\p{L}{2,}/gu, longer);
  });
}
