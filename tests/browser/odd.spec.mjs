// Bad input: counted, shown, survived.
import { Dashboard } from './harness/dashboard.mjs';
import { expect, test } from './harness/fixtures.mjs';

test('lines that are no events are counted, can be read, and change no number', async ({ page, service }) => {
  const { id } = await service.find('ada', record => record.state === 'finished');
  await page.route(/\/events\b/, async route => {
    if (!route.request().headers().accept.includes('ndjson')) return route.continue();
    const response = await route.fetch();
    const body = (await response.text()) + 'not json\n{"specversion":"1.0"}\n[1,2]\n';
    await route.fulfill({ response, body });
  });
  const dashboard = new Dashboard(page);
  await dashboard.open(id);
  await dashboard.expectTruth(service, id);
  await page.getByRole('link', { name: '3 lines could not be read' }).click();
  await page.getByRole('heading', { name: 'Lines not read 3' }).click();
  await expect(page.getByText('not json')).toBeVisible();
});

test.describe('while nothing happens', () => {
  // So slow that the log stands still.
  test.use({ speed: 0.001 });

  test('a page that lost one event would be noticed', async ({ page, service }) => {
    const { id } = await service.find('ada', record => record.state === 'finished');
    const log = await service.log('ada', id);
    const probes = new Set(log.filter(({ data }) => data?.test_profile || data?.trap).map(event => event.subject));
    // Nothing that comes later makes up for a hard bounce, as a click does for an open.
    const isLost = ({ type, data, subject }) => type === 'message.bounced' && data.nature === 'hard' && !probes.has(subject);
    await page.route(/\/events\b/, async route => {
      if (!route.request().headers().accept.includes('ndjson')) return route.continue();
      const response = await route.fetch();
      const lines = (await response.text()).split('\n');
      lines.splice(lines.findIndex(line => line !== '' && isLost(JSON.parse(line))), 1);
      await route.fulfill({ response, body: lines.join('\n') });
    });
    const dashboard = new Dashboard(page);
    await dashboard.open(id);
    await expect(page.locator('[data-fresh=live]')).toBeVisible();
    await expect(dashboard.expectTruth(service, id, { patience: 20_000 })).rejects.toThrow(/Bounces \+ errors/);
  });
});

test('an unknown delivery is said to be unknown', async ({ page, expected }) => {
  expected.push(/status of 404/);
  await new Dashboard(page).open('NO-SUCH');
  await expect(page.getByText('There is no such delivery')).toBeVisible();
});

test.describe('a service that is down is said to be down, and asked again', () => {
  const lost = page => page.getByText('The service does not answer.');
  const isBack = async (page, service) => {
    const [first] = await service.deliveries('ada');
    await expect(page.getByRole('link', { name: first.label })).toBeVisible();
  };

  test('by whoever is there', async ({ page, service }) => {
    // Down until the very press: else the page might ask by itself right before it.
    await page.addInitScript(() => {
      const { fetch } = window;
      let isDown = true;
      window.fetch = (what, ...more) => {
        const isLost = isDown && new URL(what.url ?? what, location.href).pathname.startsWith('/api/');
        return isLost ? Promise.reject(new TypeError('Failed to fetch')) : fetch(what, ...more);
      };
      document.addEventListener('click', () => { isDown = false; }, { capture: true });
    });
    await page.goto('/');
    await expect(lost(page)).toBeVisible();
    await page.getByRole('button', { name: 'Try again' }).click();
    await isBack(page, service);
  });

  test('by itself', async ({ page, service, expected }) => {
    expected.push(/net::ERR_/);
    await page.route('**/api/**', route => route.abort('connectionrefused'));
    await page.goto('/');
    await expect(lost(page)).toBeVisible();
    await page.unroute('**/api/**');
    await isBack(page, service);
  });
});
