// The element in somebody else's page: attributes in, events out, nothing left behind.
import { expectAccessible } from './harness/axe.mjs';
import { expect, test, told } from './harness/portal.mjs';

const dashboard = '<delivery-dashboard id="d" api-base="__service"></delivery-dashboard>';
const of = state => record => record.state === state;
const tile = (place, name) => place.getByRole('group', { name, exact: true });

/** Sets properties of an element. */
const set = (page, id, values) => page.evaluate(([id, values]) => Object.assign(document.getElementById(id), values), [id, values]);

test('two lines show a delivery, and the page hears when it is ready', async ({ page, host, service }) => {
  const { id } = await service.find('ada', of('finished'));
  await host(`<delivery-dashboard id="d" api-base="__service" delivery-id="${id}"></delivery-dashboard>`);
  const place = page.locator('#d');
  await expect(tile(place, 'Sent')).toBeVisible();
  await expect(place.getByRole('region', { name: 'Audience' })).toBeVisible();
  await expect.poll(() => told(page, 'ready')).toHaveLength(1);
  expect(await page.title(), 'the title is the page’s own').toBe('Portal');
  expect(new URL(page.url()).search, 'and so is its address').toBe('');
  await expect(page.getByRole('main'), 'a page has one main part').toHaveCount(1);
  await expect(page.getByRole('banner')).toHaveCount(0);
});

test('two elements have different languages, themes and deliveries, and share one program', async ({ page, host, service }) => {
  const [first, second] = [await service.find('ada', of('finished')), await service.find('ada', of('prepared'))];
  const loads = [];
  page.on('request', request => /_bg\.wasm$/.test(request.url()) && loads.push(request.url()));
  await host(`
    <delivery-dashboard id="d" api-base="__service" delivery-id="${first.id}" lang="it" theme="dark"></delivery-dashboard>
    <section lang="en"><delivery-kpis id="k" api-base="__service" delivery-id="${first.id}"></delivery-kpis></section>
    <delivery-confirm id="c" api-base="__service" delivery-id="${second.id}" theme="light"></delivery-confirm>`, { lang: 'it' });
  await expect(tile(page.locator('#d'), 'Inviati')).toBeVisible();
  await expect(tile(page.locator('#k'), 'Sent'), 'of the closest ancestor').toBeVisible();
  await expect(page.locator('#c').getByRole('button', { name: 'Conferma' })).toBeVisible();
  expect(loads).toHaveLength(1);
  const grounds = await page.evaluate(() => ['d', 'c'].map(id => getComputedStyle(document.getElementById(id).shadowRoot.querySelector('.app')).colorScheme));
  expect(grounds).toEqual(['dark', 'light']);
  expect(await page.evaluate(() => window.asked), 'one token for all').toBe(1);
  const shared = await page.evaluate(() => {
    const [d, k] = ['d', 'k'].map(id => document.getElementById(id).shadowRoot.adoptedStyleSheets);
    return d[1] === k[1];
  });
  expect(shared, 'one style sheet for all').toBe(true);
});

test('attributes change while it is open: delivery, language, zone, theme', async ({ page, host, service }) => {
  const [first, second] = [await service.find('ada', of('finished')), await service.find('ada', of('prepared'))];
  await host(`<div id="around"><delivery-dashboard id="d" api-base="__service" delivery-id="${first.id}"></delivery-dashboard></div>`);
  const place = page.locator('#d');
  await expect(place.getByRole('heading', { level: 1 })).toContainText(first.label);
  await set(page, 'd', { deliveryId: second.id });
  await expect(place.getByRole('heading', { level: 1 })).toContainText(second.label);
  await page.evaluate(() => document.getElementById('around').setAttribute('lang', 'it'));
  await expect(place.getByRole('region', { name: 'Pubblico' })).toBeVisible();
  await page.evaluate(() => document.getElementById('around').setAttribute('lang', 'en-US'));
  await expect(place.getByRole('region', { name: 'Audience' })).toBeVisible();
  await set(page, 'd', { deliveryId: first.id });
  await expect(place.getByText(/retries ended|provisional until|final by/i).first()).toContainText(/[A-Z][a-z]{2} \d+, \d{4}/);
  await page.evaluate(() => document.documentElement.setAttribute('time-zone', 'Asia/Tokyo'));
  await expect(place.getByText(/GMT\+9|JST/).first()).toBeVisible();
  await set(page, 'd', { theme: 'dark' });
  await expect(place.locator('.app')).toHaveAttribute('data-theme', 'dark');
});

test('a page may keep somebody from confirming, and hears when it was confirmed', async ({ page, host, service }) => {
  const { id } = await service.find('ada', of('prepared'));
  await host(`<delivery-confirm id="d" api-base="__service" delivery-id="${id}"></delivery-confirm>`, {
    script: `window.refuse = true; document.addEventListener('delivery-confirm-request', event => { if (window.refuse) event.preventDefault(); });`,
  });
  const place = page.locator('#d');
  const button = place.getByRole('button', { name: 'Confirm' });
  await button.click();
  await expect.poll(() => told(page, 'confirm-request')).toHaveLength(1);
  const [request] = await told(page, 'confirm-request');
  expect(request.detail).toMatchObject({ deliveryId: id });
  expect(request.detail.toDeliver).toBeGreaterThan(0);
  await expect(place.getByRole('dialog')).toHaveCount(0);
  await page.evaluate(() => { window.refuse = false; document.getElementById('d').openConfirm(); });
  const dialog = place.getByRole('dialog');
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await dialog.getByRole('button', { name: /^OK/ }).click();
  await expect.poll(() => told(page, 'confirmed')).toHaveLength(1);
  await expect.poll(async () => (await told(page, 'status-changed')).map(({ detail }) => detail.to)).toContain('sending');
  expect((await service.record('ada', id)).confirmation).toBeTruthy();
});

test('moved it goes on, removed it lets go, added again it is where it was', async ({ page, host, service }) => {
  const { id } = await service.find('ada', of('finished'));
  await host(`<delivery-dashboard id="d" api-base="__service" delivery-id="${id}"></delivery-dashboard><div id="other"></div>`);
  const place = page.locator('#d');
  await tile(place, 'Bounces + errors').getByRole('link').click();
  const logs = place.getByRole('dialog', { name: 'Logs' });
  await expect(logs.getByRole('grid')).toBeVisible();
  const [{ detail }] = await told(page, 'view-changed');
  expect(detail.deliveryId).toBe(id);
  expect(detail.view).toBeTruthy();
  await page.evaluate(() => document.getElementById('other').append(document.getElementById('d')));
  expect(await told(page, 'ready'), 'it did not begin anew').toHaveLength(1);
  await page.evaluate(() => {
    window.kept = document.getElementById('d');
    window.kept.remove();
  });
  await expect.poll(() => page.evaluate(() => window.kept.shadowRoot.childElementCount)).toBe(0);
  await page.evaluate(() => document.getElementById('other').append(window.kept));
  await expect(logs.getByRole('grid')).toBeVisible();
  expect(await page.evaluate(() => window.kept.view)).toBe(detail.view);
});

test('without an answer it says so, tells the page, and can be asked again', async ({ page, host, service, expected }) => {
  expected.push(/net::ERR_/, /Failed to load resource/);
  const { id } = await service.find('ada', of('finished'));
  await page.route('**/api/deliveries/**', route => route.abort());
  await host(`<delivery-dashboard id="d" api-base="__service" delivery-id="${id}"></delivery-dashboard>`);
  const place = page.locator('#d');
  await expect(place.getByRole('alert')).toContainText('No connection to the service');
  await expect.poll(() => told(page, 'error')).not.toHaveLength(0);
  expect((await told(page, 'error')).at(-1).detail).toEqual({ code: 'unreachable', retryable: true });
  expect(await told(page, 'ready')).toHaveLength(0);
  await expect(place.getByRole('button', { name: 'Try again' })).toBeVisible();
  await page.unroute('**/api/deliveries/**');
  // Pressed or not: what may pass by itself is asked for again.
  await page.evaluate(() => document.getElementById('d').refresh());
  await expect(tile(place, 'Sent')).toBeVisible();
});

test('a program that does not come can be had again', async ({ page, host, service, expected }) => {
  expected.push(/net::ERR_/, /could not be loaded/, /Failed to load resource/);
  const { id } = await service.find('ada', of('finished'));
  await page.route('**/*_bg.wasm', route => route.abort());
  await host(`<delivery-dashboard id="d" api-base="__service" delivery-id="${id}"></delivery-dashboard>`, { lang: 'it' });
  const place = page.locator('#d');
  await expect(place.getByRole('alert')).toContainText('Non è stato possibile');
  await page.unroute('**/*_bg.wasm');
  await place.getByRole('button', { name: 'Riprova' }).click();
  await expect(tile(place, 'Inviati')).toBeVisible();
});

test('nothing is loaded before an element comes near the screen', async ({ page, host, service }) => {
  const { id } = await service.find('ada', of('finished'));
  const loads = [];
  page.on('request', request => /\.wasm$/.test(request.url()) && loads.push(request.url()));
  await host(`<p id="top">Top</p><div class="far"></div><delivery-kpis id="d" api-base="__service" delivery-id="${id}"></delivery-kpis>`, { style: '.far { height: 6000px; }' });
  await page.evaluate(() => customElements.whenDefined('delivery-kpis'));
  // Two frames and an idle moment: an element that is near would have asked by then.
  await page.evaluate(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => requestIdleCallback(done)))));
  expect(loads).toEqual([]);
  await page.locator('#d').scrollIntoViewIfNeeded();
  await expect(tile(page.locator('#d'), 'Sent')).toBeVisible();
});

test('only to be looked at: no buttons, all numbers', async ({ page, host, service }) => {
  const { id } = await service.find('ada', of('prepared'));
  await host(`<delivery-dashboard id="d" api-base="__service" delivery-id="${id}" readonly></delivery-dashboard>`);
  const place = page.locator('#d');
  await expect(tile(place, 'To deliver')).toBeVisible();
  await expect(place.getByRole('group', { name: 'Actions' }).getByRole('button')).toHaveCount(0);
  await page.evaluate(() => document.getElementById('d').openConfirm());
  await expect(place.getByRole('dialog')).toHaveCount(0);
  await set(page, 'd', { readonly: false });
  await expect(place.getByRole('button', { name: 'Confirm' })).toBeEnabled();
});

test('a hundred mounts and unmounts end with a level heap', async ({ page, host, service }) => {
  test.slow();
  const { id } = await service.find('ada', of('finished'));
  await host(`<div id="place"></div><delivery-kpis id="d" api-base="__service" delivery-id="${id}"></delivery-kpis>`);
  await expect(tile(page.locator('#d'), 'Sent')).toBeVisible();
  const client = await page.context().newCDPSession(page);
  const round = async times => {
    await page.evaluate(async ([times, service, id]) => {
      for (let count = 0; count < times; count++) {
        const element = document.createElement('delivery-dashboard');
        Object.assign(element, { apiBase: service, deliveryId: id, tokenProvider: window.provider });
        const ready = new Promise(done => element.addEventListener('delivery-ready', done, { once: true }));
        document.getElementById('place').append(element);
        await ready;
        element.remove();
        await new Promise(done => setTimeout(done));
      }
    }, [times, service.address, id]);
    await client.send('HeapProfiler.collectGarbage');
    const { usedSize } = await client.send('Runtime.getHeapUsage');
    const { nodes, jsEventListeners } = await client.send('Memory.getDOMCounters');
    return { usedSize, nodes, jsEventListeners };
  };
  // What the first ones leave behind is kept for those that come: formats, sheets, the program's own memory.
  const before = await round(20);
  const after = await round(100);
  expect(after.nodes, 'nodes').toBeLessThanOrEqual(before.nodes + 50);
  expect(after.jsEventListeners, 'listeners').toBeLessThanOrEqual(before.jsEventListeners + 20);
  expect(after.usedSize, 'heap').toBeLessThan(before.usedSize * 1.1);
});

for (const theme of ['light', 'dark']) {
  test(`axe finds nothing, ${theme}`, async ({ page, host, service }) => {
    const [first, second] = [await service.find('ada', of('sending')), await service.find('ada', of('prepared'))];
    await host(`
      <delivery-dashboard id="d" api-base="__service" delivery-id="${first.id}" theme="${theme}"></delivery-dashboard>
      <delivery-kpis id="k" api-base="__service" delivery-id="${first.id}" theme="${theme}"></delivery-kpis>
      <delivery-confirm id="c" api-base="__service" delivery-id="${second.id}" theme="${theme}"></delivery-confirm>`,
    { style: theme === 'dark' ? ':root { color-scheme: dark; } body { background: #131211; color: #edeae4; }' : '' });
    await expect(page.locator('#d').getByRole('region', { name: 'Audience' })).toBeVisible();
    await expect(tile(page.locator('#k'), 'Sent')).toBeVisible();
    await expect(page.locator('#c').getByRole('button', { name: 'Confirm' })).toBeVisible();
    await expectAccessible(page);
  });
}

test('the list leads to a delivery', async ({ page, host, service }) => {
  const { label } = await service.find('ada', of('finished'));
  await host(dashboard);
  const place = page.locator('#d');
  await place.getByRole('link', { name: label }).click();
  await expect(tile(place, 'Sent')).toBeVisible();
  expect(new URL(page.url()).search).toBe('');
});
