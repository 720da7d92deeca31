// For everybody: no finding of axe in any state and theme, and a page that fits the narrowest screen.
import { Dashboard } from './harness/dashboard.mjs';
import { expectAccessible } from './harness/axe.mjs';
import { expect, test } from './harness/fixtures.mjs';

const STATES = ['editing', 'prepared', 'sending', 'finished'];

for (const colorScheme of ['light', 'dark']) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test('the list', async ({ page }) => {
      await page.goto('/');
      await expect(page.getByRole('heading', { name: 'Deliveries', level: 1 })).toBeVisible();
      await expect(page.getByRole('link', { name: /./ }).first()).toBeVisible();
      await expectAccessible(page);
    });

    for (const state of STATES) {
      test(`a delivery that is ${state}`, async ({ page, service }) => {
        const { id } = await service.find('ada', record => record.state === state);
        await new Dashboard(page).open(id);
        await expect(page.getByRole('region', { name: 'Audience' })).toBeVisible();
        await expectAccessible(page);
      });
    }

    test('a delivery whose events have not come yet', async ({ page, service }) => {
      const { id } = await service.find('ada', record => record.state === 'sending');
      // Never answered: the page goes on waiting.
      await page.route('**/events?*', () => {});
      await page.goto(`/?delivery=${id}`);
      await expect(page.getByRole('region', { name: 'Audience' })).toBeVisible();
      await expect(page.getByRole('img', { name: /./ }).first()).toBeVisible();
      await expectAccessible(page);
    });

    test('the dialog', async ({ page, service }) => {
      const { id } = await service.find('ada', record => record.state === 'prepared');
      const dashboard = new Dashboard(page);
      await dashboard.open(id);
      await dashboard.action('Confirm').click();
      await expect(dashboard.dialog).toBeVisible();
      await expectAccessible(page);
    });
  });
}

test('nothing has to be scrolled sideways on the narrowest screen', async ({ page, service }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  const { id } = await service.find('ada', record => record.state === 'sending');
  await page.goto('/');
  await expect(page.getByRole('link', { name: /./ }).first()).toBeVisible();
  await expectNoSidewaysScroll(page);
  const dashboard = new Dashboard(page);
  await dashboard.open(id);
  await expect(dashboard.tile('Sent')).toBeVisible();
  await expectNoSidewaysScroll(page);
});

async function expectNoSidewaysScroll(page) {
  const { content, screen } = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return { content: scrollWidth, screen: clientWidth };
  });
  expect(content).toBeLessThanOrEqual(screen);
}
