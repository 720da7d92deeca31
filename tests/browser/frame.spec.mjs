// The dashboard in a frame, for portals that run nothing of others in their pages.
import { expect, test } from './harness/portal.mjs';
import { readFile } from 'node:fs/promises';
import { path } from './harness/service.mjs';

const of = state => record => record.state === state;

/** A page of the portal with a frame: its policy allows this script, and to frame the service. Nothing else. */
const open = test.extend({
  framed: async ({ page, portal, service }, use) => {
    await use(async (options, { before = '' } = {}) => {
      portal.lay('/delivery-frame.js', await readFile(path('dist/delivery-frame.js'), 'utf8'), 'text/javascript');
      portal.lay('/own.js', `
        import { embedDelivery } from './delivery-frame.js';
        window.events = [];
        window.asked = 0;
        const tokenProvider = async () => {
          window.asked += 1;
          return (await (await fetch('/token')).text());
        };
        const onEvent = (name, detail) => window.events.push({ name, detail });
        window.dashboard = embedDelivery(document.getElementById('place'), { src: '${service.address}/', tokenProvider, onEvent, ...${JSON.stringify(options)} });`, 'text/javascript');
      portal.lay('/token', await service.token('ada'), 'text/plain');
      portal.lay('/own.css', '.high { height: 1500px; }', 'text/css');
      portal.lay('/', `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Portal</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/own.css"><script type="module" src="/own.js"></script></head><body><h1>Portal</h1>${before}<div id="place"></div></body></html>`,
        'text/html', `default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; frame-src ${service.address}`);
      await page.goto(`${portal.address}/`);
    });
  },
});
const events = (page, name) => page.evaluate(name => window.events.filter(event => event.name === name), name);

open('it is as high as what is in it, speaks and tells as the element does', async ({ page, framed, service }) => {
  const { id } = await service.find('ada', of('finished'));
  await framed({ deliveryId: id });
  const inside = page.frameLocator('iframe');
  await expect(inside.getByRole('group', { name: 'Sent', exact: true })).toBeVisible();
  await expect.poll(() => events(page, 'ready')).toHaveLength(1);
  await expect(async () => {
    const [outer, inner] = [await page.locator('iframe').evaluate(frame => frame.clientHeight), await inside.locator('body').evaluate(body => Math.ceil(body.getBoundingClientRect().height))];
    expect(Math.abs(outer - inner)).toBeLessThanOrEqual(1);
    expect(outer).toBeGreaterThan(400);
  }).toPass();
  await page.evaluate(() => window.dashboard.set({ lang: 'it', theme: 'dark' }));
  await expect(inside.getByRole('group', { name: 'Inviati', exact: true })).toBeVisible();
  const address = await page.locator('iframe').getAttribute('src');
  expect(address, 'no token in an address').not.toContain('ey');
  expect(await page.evaluate(() => window.asked)).toBe(1);
});

open('its dialog stands where it can be seen, and sends', async ({ page, framed, service }) => {
  const { id } = await service.find('ada', of('prepared'));
  await framed({ deliveryId: id, kind: 'confirm' }, { before: '<p class="high">Something before it</p>' });
  const inside = page.frameLocator('iframe');
  await page.locator('iframe').scrollIntoViewIfNeeded();
  await inside.getByRole('button', { name: 'Confirm' }).click();
  const ok = inside.getByRole('dialog').getByRole('button', { name: /^OK/ });
  await ok.scrollIntoViewIfNeeded();
  await expect(ok).toBeInViewport({ ratio: 1 });
  await ok.click();
  await expect.poll(() => events(page, 'confirmed')).toHaveLength(1);
});

open('messages of others are not heard', async ({ page, framed, service, portal }) => {
  const { id } = await service.find('ada', of('finished'));
  const other = await service.find('ada', of('prepared'));
  await framed({ deliveryId: id });
  const inside = page.frameLocator('iframe');
  await expect(inside.getByRole('group', { name: 'Sent', exact: true })).toBeVisible();
  // Started again, from the same page but without its port; and by a version that nobody knows.
  await page.evaluate(([origin, id]) => {
    const frame = document.querySelector('iframe').contentWindow;
    for (const message of [
      { protocol: 'delivery-dashboard', version: 1, type: 'start', kind: 'dashboard', settings: { 'delivery-id': id }, hasTokens: false },
      { protocol: 'delivery-dashboard', version: 2, type: 'start', kind: 'dashboard', settings: { 'delivery-id': id }, hasTokens: false },
      null, 'text', { type: 'settings', settings: { 'delivery-id': id } },
    ]) frame.postMessage(message, origin, [new MessageChannel().port2]);
    // And what pretends to be the frame.
    window.postMessage({ protocol: 'delivery-dashboard', version: 1, type: 'here' }, location.origin);
  }, [service.address, other.id]);
  await page.evaluate(() => window.dashboard.set({ lang: 'it' }));
  await expect(inside.getByRole('group', { name: 'Inviati', exact: true })).toBeVisible();
  await expect(inside.locator('delivery-dashboard')).toHaveCount(1);
  await expect(inside.locator('delivery-dashboard')).toHaveAttribute('delivery-id', id);
  expect(portal.address).not.toBe(service.address);
});

open('a page that the service was not told of cannot frame it', async ({ page, portal, service, expected }) => {
  expected.push(/frame-ancestors|refused|Framing/i, /net::ERR_BLOCKED/);
  portal.lay('/', `<!doctype html><html lang="en"><head><title>Elsewhere</title><link rel="icon" href="data:,"></head><body><iframe title="Taken" src="${service.address}/embed.html?origin=${portal.address}"></iframe></body></html>`,
    'text/html', `default-src 'none'; img-src data:; frame-src ${service.address}`);
  // The same machine by another name is another origin.
  await page.goto(portal.address.replace('127.0.0.1', 'localhost'));
  await expect.poll(() => page.frames()[1]?.url()).toMatch(/^chrome-error:/);
});
