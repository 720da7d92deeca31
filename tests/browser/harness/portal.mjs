// A portal for the browser tests, and the elements in its pages.
import { expect, test as base } from './fixtures.mjs';
import { Portal, policy } from './portal-server.mjs';
import { Service } from './service.mjs';

export { expect, policy };

/** With a portal that the service knows; `host(body, …)` opens a page of it. */
export const test = base.extend({
  portal: async ({}, use) => {
    const portal = await Portal.start();
    await use(portal);
    await portal.stop();
  },

  service: async ({ portal, speed, seed }, use, test) => {
    const service = await Service.start({ speed, seed, embed: portal.address });
    await use(service);
    await service.stop();
    if (test.status !== test.expectedStatus) await test.attach('what the service said', { body: service.said });
  },

  /** Opens a page of the portal with this body. */
  host: async ({ page, portal, service }, use) => {
    await use(async (body, options) => {
      portal.host(service, body, options);
      await page.goto(`${portal.address}/`);
    });
  },
});

/** What the elements told so far, by name. */
export const told = (page, name) => page.evaluate(name => window.told.filter(event => event.name === name), name);
