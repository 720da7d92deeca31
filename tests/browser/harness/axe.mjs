// Accessibility as far as a machine can tell: axe, with the rules of WCAG 2.2 AA and its best practices.
import { createRequire } from 'node:module';
import { readFile } from 'node:fs/promises';
import { expect } from '@playwright/test';

const source = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Fails with what axe finds in the page as it is now. */
export async function expectAccessible(page) {
  // A colour on its way to another one is neither: what comes to an end is waited for.
  await page.evaluate(() => {
    const ends = animation => Number.isFinite(animation.effect?.getComputedTiming().endTime);
    // A document does not name those of its shadow roots.
    const roots = [document, ...[...document.querySelectorAll('*')].map(element => element.shadowRoot).filter(Boolean)];
    const animations = roots.flatMap(root => root.getAnimations());
    return Promise.allSettled(animations.filter(ends).map(animation => animation.finished));
  });
  // Evaluated by the driver, which the page's policy does not concern.
  await page.evaluate(await source);
  const { violations } = await page.evaluate(tags => window.axe.run(document, { runOnly: tags }), TAGS);
  const told = violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(node => node.target.join(' ')).join(', ')}`);
  expect(told, 'axe finds nothing').toEqual([]);
}
