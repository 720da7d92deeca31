// What every browser test gets: a service of its own, and a page that may not complain unnoticed.
import { test as base, expect } from '@playwright/test';
import { Service } from './service.mjs';

export { expect };

export const test = base.extend({
  /** Event time against wall time. */
  speed: [60, { option: true }],
  /** What decides everything that happens in the demo. */
  seed: [7, { option: true }],

  service: async ({ speed, seed }, use, test) => {
    const service = await Service.start({ speed, seed });
    await use(service);
    await service.stop();
    if (test.status !== test.expectedStatus) await test.attach('what the service said', { body: service.said });
  },

  baseURL: async ({ service }, use) => {
    await use(service.address);
  },

  /** What may stand in the console of this test, as patterns; empty for most. */
  expected: async ({}, use) => {
    await use([]);
  },

  page: async ({ page, expected }, use) => {
    const complaints = [];
    page.on('console', message => {
      if (message.type() === 'error') complaints.push(`error: ${message.text()}`);
    });
    page.on('pageerror', error => complaints.push(`exception: ${error.message}`));
    await page.exposeBinding('reportViolation', (_, text) => complaints.push(`policy: ${text}`));
    await page.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', event => {
        window.reportViolation(`${event.effectiveDirective} blocked ${event.blockedURI} at ${event.sourceFile}:${event.lineNumber}`);
      });
    });
    await use(page);
    const unexpected = complaints.filter(complaint => !expected.some(pattern => pattern.test(complaint)));
    expect(unexpected, 'nothing unexpected in the console, and no violation of the policy').toEqual([]);
  },
});
