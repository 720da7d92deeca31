// A journey through the page, made in each engine: with a service of its own, a browser of its own, and a page that may not
// complain unnoticed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Portal } from '../../browser/harness/portal-server.mjs';
import { Service } from '../../browser/harness/service.mjs';
import { listen } from './complaints.mjs';
import { ENGINES, start } from './engines.mjs';
import { within } from './patience.mjs';
import { Screen } from './screen.mjs';

/** A journey that takes this long hangs. */
const HANGS_AFTER_MS = 180_000;

/**
 * Registers a journey. `speed` is event time against wall time; `expected` are patterns of complaints that belong to it; with
 * `isHosted`, there is a portal that the service knows.
 */
export function journey(name, { speed = 60, expected = [], isHosted = false }, walk) {
  for (const engine of ENGINES) {
    const skip = engine.isHere ? false : `there is no ${engine.name} for this machine`;
    test(`${engine.name}: ${name}`, { skip }, async () => {
      const portal = isHosted ? await Portal.start() : null;
      const service = await Service.start({ speed, seed: 7, embed: portal?.address });
      try {
        await travel(engine, { service, portal }, expected, walk);
      } finally {
        await service.stop();
        await portal?.stop();
      }
    });
  }
}

async function travel(engine, places, expected, walk) {
  const browser = await start(engine);
  try {
    const complaints = await listen(browser.driver);
    const screen = new Screen(browser.driver, places.service.address, complaints);
    await within(HANGS_AFTER_MS, 'the journey', walk({ screen, ...places }));
    const unexpected = (await complaints.all()).filter(complaint => !expected.some(pattern => pattern.test(complaint)));
    assert.deepEqual(unexpected, [], 'nothing unexpected in the console, and no violation of the policy');
  } catch (error) {
    await report(browser, places.service, error);
    throw error;
  } finally {
    await browser.quit();
  }
}

/** What helps to understand a failure. */
async function report(browser, service, error) {
  const text = browser.driver.executeScript('return document.body.innerText');
  const page = await within(5_000, 'the page', text).catch(() => 'nothing any more');
  error.message += `\n\nThe page said:\n${page}\n\nThe driver said:\n${browser.said()}\n\nThe service said:\n${service.said}`;
}
