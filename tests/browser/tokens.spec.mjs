// Tokens of a host: each line of what embedders complain about (shared/stack.md 4.2) is a test here.
import { Dashboard } from './harness/dashboard.mjs';
import { expect, test, told } from './harness/portal.mjs';

const finished = record => record.state === 'finished';
const element = (id, more = '') => `<delivery-dashboard id="d" api-base="__service" delivery-id="${id}" ${more}></delivery-dashboard>`;
const sent = page => page.locator('#d').getByRole('group', { name: 'Sent', exact: true });
const asked = page => page.evaluate(() => window.asked);

/** A provider whose tokens say of themselves that they live so long, in the service's time; the route below signs for them. */
const living = (ms, { from = 'Date.now()' } = {}) => `
  const code = value => btoa(JSON.stringify(value)).replaceAll('=', '');
  window.provider = async () => {
    window.asked += 1;
    const iat = (${from}) / 1000;
    return [code({ alg: 'none' }), code({ iat, exp: iat + ${ms} / 1000 }), String(window.asked)].join('.');
  };`;

/** Stands for a service that trusts those tokens; `bearers` are what came. */
async function trust(page, service, bearers = []) {
  const token = await service.token('ada');
  await page.route(`${service.address}/api/**`, async route => {
    const headers = route.request().headers();
    if (headers.authorization) {
      bearers.push(headers.authorization.split('.').at(-1));
      headers.authorization = `Bearer ${token}`;
    }
    await route.continue({ headers });
  });
  return bearers;
}

test('the provider is asked at every expiry, and its first answer is not kept', async ({ page, host, service }) => {
  const { id } = await service.find('ada', finished);
  const other = await service.find('ada', record => record.state === 'prepared');
  const bearers = await trust(page, service);
  await host(element(id), { script: living(2_000) });
  await expect(sent(page)).toBeVisible();
  await expect.poll(() => asked(page)).toBeGreaterThanOrEqual(4);
  await page.evaluate(() => document.getElementById('d').refresh());
  await page.evaluate(id => { document.getElementById('d').deliveryId = id; }, other.id);
  await expect.poll(() => Number(bearers.at(-1))).toBeGreaterThanOrEqual(4);
});

test('a provider that fails is asked again, and what waited comes by itself', async ({ page, host, service }) => {
  const { id } = await service.find('ada', finished);
  await host(element(id), { script: `
    const real = window.provider;
    window.provider = () => (window.asked++ < 2 ? Promise.reject(new Error('no')) : real());` });
  await expect(sent(page)).toBeVisible();
  await expect.poll(() => told(page, 'ready')).toHaveLength(1);
});

test('a renewal that fails leaves the token that still holds', async ({ page, host, service }) => {
  const { id } = await service.find('ada', finished);
  await trust(page, service);
  await host(element(id), { script: `${living(4_000)}
    const real = window.provider;
    window.provider = () => (window.asked === 1 ? (window.asked++, Promise.reject(new Error('no'))) : real());` });
  await expect(sent(page)).toBeVisible();
  await expect.poll(() => asked(page)).toBeGreaterThanOrEqual(2);
  await page.evaluate(() => document.getElementById('d').refresh());
  await expect(page.locator('#d').getByRole('alert')).toHaveCount(0);
});

test('back from offline, a token that ended is not tried', async ({ page, host, service, context, expected }) => {
  expected.push(/net::ERR_/, /Failed to load resource/);
  const { id } = await service.find('ada', record => record.state === 'sending');
  await trust(page, service);
  await host(element(id), { script: living(3_000) });
  await expect(page.locator('#d').getByText('live', { exact: true }).first()).toBeVisible();
  await context.setOffline(true);
  const before = await asked(page);
  await expect.poll(() => asked(page), 'it ended meanwhile').toBeGreaterThan(before);
  await context.setOffline(false);
  await page.evaluate(() => window.dispatchEvent(new Event('online')));
  await expect(page.locator('#d').getByText('live', { exact: true }).first()).toBeVisible();
});

test.describe('with a service whose clock runs as clocks do', () => {
test.use({ speed: 1 });

for (const [name, hours] of [['a day ahead', 24], ['a day behind', -24]]) {
  test(`the end of a token is counted in the service’s time: the viewer’s clock is ${name}`, async ({ page, host, service }) => {
    const { id } = await service.find('ada', finished);
    await page.addInitScript(ms => {
      const real = Date.now;
      Date.now = () => real() + ms;
    }, hours * 3_600_000);
    await trust(page, service);
    const now = Date.parse((await service.session('ada')).clock.now);
    await host(element(id), { script: living(600_000, { from: String(now) }) });
    await expect(sent(page)).toBeVisible();
    // One that believed the viewer's clock would have asked again by now, or never would.
    await page.evaluate(() => document.getElementById('d').refresh());
    await expect.poll(() => told(page, 'ready')).toHaveLength(1);
    expect(await asked(page)).toBe(1);
  });
}
});

test('a provider that never answers is given up after 30 s, and asked again', async ({ page, host, service }) => {
  const { id } = await service.find('ada', finished);
  await page.clock.install();
  await host(element(id), { script: `
    const real = window.provider;
    window.provider = () => (window.asked++ === 0 ? (window.since = Date.now(), new Promise(() => {})) : real());` });
  await expect.poll(() => asked(page)).toBe(1);
  // By the page's own clock, however late the test hears of it.
  const since = await page.evaluate(() => window.since);
  await page.clock.pauseAt(since + 29_000);
  expect(await asked(page)).toBe(1);
  await page.clock.resume();
  await expect(async () => {
    await page.clock.runFor(2_000);
    await expect(sent(page)).toBeVisible({ timeout: 500 });
  }).toPass();
});

test('whoever is signed out is not asked again before somebody tries again', async ({ page, host, service }) => {
  const { id } = await service.find('ada', finished);
  await host(element(id), { script: `
    const real = window.provider;
    window.isIn = false;
    window.provider = () => (window.isIn ? real() : (window.asked++, null));` });
  const place = page.locator('#d');
  await expect(place.getByRole('alert')).toContainText('Your session has expired');
  await expect.poll(() => told(page, 'error')).not.toHaveLength(0);
  expect((await told(page, 'error')).at(-1).detail).toEqual({ code: 'sign-in', retryable: false });
  expect(await asked(page)).toBe(1);
  // What wakes an element asks for nothing of a provider that has nobody.
  await page.evaluate(() => ['online', 'pageshow'].forEach(name => window.dispatchEvent(new Event(name))));
  expect(await asked(page)).toBe(1);
  expect(await told(page, 'ready'), 'never ready after a refusal').toHaveLength(0);
  await page.evaluate(() => { window.isIn = true; document.getElementById('d').refresh(); });
  await expect(sent(page)).toBeVisible();
});

test('a service that refuses every token: an error, and never ready', async ({ page, host, service, expected }) => {
  expected.push(/401/);
  const { id } = await service.find('ada', finished);
  await host(element(id), { script: 'window.provider = async () => (window.asked++, "no.token.atall");' });
  await expect(page.locator('#d').getByRole('alert')).toContainText('Your session has expired');
  expect((await told(page, 'error')).at(-1).detail.code).toBe('sign-in');
  expect(await told(page, 'ready')).toHaveLength(0);
  expect(await asked(page), 'once more for each call that was refused, not for ever').toBeLessThanOrEqual(8);
});

test('a token is renewed without losing what is open', async ({ page, host, service }) => {
  const { id } = await service.find('ada', finished);
  await trust(page, service);
  await host(element(id), { script: living(3_000) });
  await page.locator('#d').getByRole('group', { name: 'Bounces + errors' }).getByRole('link').click();
  const logs = new Dashboard(page).dialog;
  await logs.getByRole('searchbox').first().fill('a');
  const before = await asked(page);
  await expect.poll(() => asked(page)).toBeGreaterThan(before + 1);
  await expect(logs.getByRole('grid')).toBeVisible();
  await expect(logs.getByRole('searchbox').first()).toHaveValue('a');
});

test('no token is in the page, an address or storage', async ({ page, host, service }) => {
  const { id } = await service.find('ada', finished);
  const addresses = [];
  page.on('request', request => addresses.push(request.url()));
  await host(element(id), { script: `
    const real = window.provider;
    window.provider = async () => (window.given = await real());` });
  await expect(sent(page)).toBeVisible();
  const { given, html, kept } = await page.evaluate(() => ({
    given: window.given,
    html: document.documentElement.outerHTML + document.getElementById('d').shadowRoot.innerHTML,
    kept: JSON.stringify([{ ...localStorage }, { ...sessionStorage }]),
  }));
  const secret = given.split('.').at(-1);
  for (const text of [html, kept, ...addresses]) expect(text).not.toContain(secret);
});

test('without a provider, requests go out unsigned', async ({ page, host, service }) => {
  const { id } = await service.find('ada', finished);
  const signed = [];
  const token = await service.token('ada');
  await page.route(`${service.address}/api/**`, async route => {
    const headers = route.request().headers();
    if (headers.authorization) signed.push(headers.authorization);
    // Stands for a service behind a cookie of its own.
    await route.continue({ headers: { ...headers, authorization: `Bearer ${token}` } });
  });
  await host(element(id, 'data-no-tokens'));
  await expect(sent(page)).toBeVisible();
  expect(signed).toEqual([]);
});
