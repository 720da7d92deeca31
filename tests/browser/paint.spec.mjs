// The first moments: what is there before the program is, and what the program finds already asked for.
import { Dashboard } from './harness/dashboard.mjs';
import { expect, test } from './harness/fixtures.mjs';

const WASM = /delivery-dashboard-[^/]*\.wasm$/;
const SEEN = 'delivery-dashboard.seen';
const FIGURES = ['To deliver', 'Sent', 'Delivered', 'Bounces + errors', 'Open rate', 'Click-through rate'];

/** Until the figures of everything that happened are kept. */
async function keep(page, id) {
  await page.goto(`/?delivery=${id}`);
  await expect(page.locator('#app [data-fresh=live]')).toBeVisible();
  await expect.poll(() => page.evaluate(name => localStorage.getItem(name) ?? '', SEEN)).toContain(id);
}

test.describe('while nothing happens', () => {
  // So slow that the figures are the same when they are looked at and when they are kept.
  test.use({ speed: 0.001 });

  test('what was last seen is there before the program is', async ({ page, service }) => {
    const { id } = await service.find('ada', record => record.state === 'finished');
    await keep(page, id);
    const dashboard = new Dashboard(page);
    const shown = {};
    for (const name of FIGURES) shown[name] = await dashboard.tile(name).getByRole('definition').first().innerText();
    const box = await dashboard.tile('Sent').boundingBox();

    let letGo;
    const held = new Promise(go => (letGo = go));
    await page.route(WASM, async route => { await held; await route.continue(); });
    await page.reload();
    await expect(page.getByText(/^last seen \d/)).toBeVisible();
    await expect(page.getByRole('main')).toHaveAttribute('aria-busy', 'true');
    for (const name of FIGURES) {
      const tile = page.getByRole('group', { name, exact: true });
      await expect(tile.getByRole('definition').first()).toBeVisible();
      // A sign beside a figure is the program's.
      expect(shown[name]).toContain(await tile.getByRole('definition').first().innerText());
    }
    const before = await page.getByRole('group', { name: 'Sent', exact: true }).boundingBox();
    expect(Math.abs(before.x - box.x) + Math.abs(before.width - box.width), 'each in its column').toBeLessThan(2);

    letGo();
    await expect(page.locator('#app [data-fresh=live]')).toBeVisible();
    await expect(page.getByText(/^last seen/)).toHaveCount(0);
  });
});

test('nothing of any recipient is kept', async ({ page, service }) => {
  const { id } = await service.find('ada', record => record.state === 'finished');
  await keep(page, id);
  const stored = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));
  expect(stored).not.toContain('@');
  const { content } = await service.record('ada', id);
  expect(stored).not.toContain(content.subject);
  const subjects = new Set((await service.log('ada', id)).map(event => event.subject).filter(Boolean));
  expect([...subjects].filter(subject => stored.includes(subject))).toEqual([]);
  expect(stored).not.toContain('eyJ');
});

test('nobody is shown what somebody else has seen', async ({ page, service }) => {
  const { id } = await service.find('ada', record => record.state === 'finished');
  await keep(page, id);
  // Until it was looked at, there is nothing new to be kept.
  let letGo;
  const held = new Promise(go => (letGo = go));
  await page.route('**/api/**', async route => { await held; await route.continue(); });
  await new Dashboard(page).signIn('carla');
  expect(await page.evaluate(name => localStorage.getItem(name), SEEN)).toBeNull();
  letGo();
  await expect.poll(() => page.evaluate(name => localStorage.getItem(name) ?? '', SEEN)).toMatch(/^carla\f/);
  // Another tab begins as whoever the demo puts first.
  const other = await page.context().newPage();
  await other.route(WASM, () => {});
  await other.goto(`/?delivery=${id}`);
  await expect(other.getByText('loading…')).toBeVisible();
  await expect(other.getByText(/last seen/)).toHaveCount(0);
  await other.close();
});

test('what was asked for early is not asked for again', async ({ page, service }) => {
  const { id } = await service.find('ada', record => record.state === 'finished');
  const asked = [];
  page.on('request', request => { if (request.url().includes('/api/')) asked.push(new URL(request.url()).pathname); });
  await page.goto(`/?delivery=${id}`);
  await expect(page.locator('#app [data-fresh=live]')).toBeVisible();
  const of = `/api/deliveries/${id}`;
  const times = (path, among = asked) => among.filter(one => one === path).length;
  for (const path of ['/api/demo/users', '/api/demo/token', '/api/session', `${of}/numbers`]) expect(times(path), path).toBe(1);
  // Once everything is read, the record may have changed.
  expect(times(of, asked.slice(0, asked.lastIndexOf(`${of}/events`))), 'the record').toBe(1);
  expect(times(`${of}/events`), 'history, then live').toBe(2);
});

test('the program is compiled while it comes, and comes once', async ({ page, service }) => {
  await page.addInitScript(() => {
    const original = WebAssembly.instantiateStreaming;
    window.streamed = 0;
    WebAssembly.instantiateStreaming = async (...given) => { const made = await original.apply(WebAssembly, given); window.streamed += 1; return made; };
  });
  const programs = [];
  page.on('request', request => { if (WASM.test(request.url())) programs.push(request.url()); });
  const { id } = await service.find('ada', record => record.state === 'prepared');
  await page.goto(`/?delivery=${id}`);
  await expect(page.getByRole('group', { name: 'Actions' })).toBeVisible();
  expect(await page.evaluate(() => window.streamed)).toBeGreaterThan(0);
  expect(programs.length).toBe(1);
});

test('early answers that fail are asked for again', async ({ page, service, expected }) => {
  expected.push(/status of 503/);
  const { id } = await service.find('ada', record => record.state === 'finished');
  const refused = new Set();
  // The first time, each is refused: that is the early one.
  await page.route(/\/api\/(session|deliveries\/)/, route => {
    const { pathname } = new URL(route.request().url());
    if (refused.has(pathname)) return route.continue();
    refused.add(pathname);
    return route.fulfill({ status: 503, contentType: 'application/problem+json', body: '{"type":"/problems/unavailable","status":503,"title":"t","detail":"d"}' });
  });
  const dashboard = new Dashboard(page);
  await dashboard.open(id);
  await expect(page.locator('#app [data-fresh=live]')).toBeVisible();
  await dashboard.expectTruth(service, id);
  expect([...refused]).toContain('/api/session');
});

test('without what runs early, the program asks for everything itself', async ({ page, service }) => {
  await page.addInitScript(() => Object.defineProperty(window, 'takeEarly', { get: () => undefined, set: () => {} }));
  const { id } = await service.find('ada', record => record.state === 'finished');
  const dashboard = new Dashboard(page);
  await dashboard.open(id);
  await dashboard.expectTruth(service, id);
});

test('until the log is read, the numbers are the service’s, and say so', async ({ page, service }) => {
  const { id } = await service.find('ada', record => record.state === 'finished');
  let letGo;
  const held = new Promise(go => (letGo = go));
  await page.route('**/events?*', async route => { await held; await route.continue(); });
  const dashboard = new Dashboard(page);
  await dashboard.open(id);
  await expect(dashboard.deployment).toContainText(/counted by the service as.of.*reading the log/);
  const early = await dashboard.counts('Sent');
  letGo();
  await expect(dashboard.deployment).not.toContainText('counted by the service');
  expect(await dashboard.counts('Sent')).toEqual(early);
  await dashboard.expectTruth(service, id);
});
