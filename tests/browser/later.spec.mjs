// What is loaded later: early enough to be there when it is needed, and never a dead button when it is not.
import { Dashboard } from './harness/dashboard.mjs';
import { expect, test } from './harness/fixtures.mjs';

const LATER = '**/later-*.wasm';
const isPrepared = record => record.state === 'prepared';

test('it is loaded when the browser is idle, and then opens without the network', async ({ page, service, context, expected }) => {
  expected.push(/net::ERR_/);
  const { id } = await service.find('ada', isPrepared);
  const dashboard = new Dashboard(page);
  const loaded = page.waitForResponse(answer => /later-/.test(answer.url()) && answer.ok());
  await dashboard.open(id);
  await (await loaded).finished();
  await expect(dashboard.action('Confirm')).toBeEnabled();
  await context.setOffline(true);
  await dashboard.action('Confirm').click();
  await expect(dashboard.answer('Cancel')).toBeFocused();
});

test('a slow part can be left, and has the focus where it belongs when it comes', async ({ page, service }) => {
  const { id } = await service.find('ada', isPrepared);
  const dashboard = new Dashboard(page);
  let release;
  const gate = new Promise(open => { release = open; });
  await page.route(LATER, async route => { await gate; await route.continue(); });
  // Whoever the demo puts first is signed in: the choice comes later, too.
  await page.goto(`/?delivery=${id}`);
  await dashboard.action('Confirm').click();
  await expect(dashboard.dialog.getByRole('status', { name: 'Loading' })).toBeVisible();
  await dashboard.answer('Close').click();
  await expect(dashboard.dialog).toBeHidden();
  await dashboard.action('Confirm').click();
  await expect(dashboard.dialog.getByRole('status', { name: 'Loading' })).toBeVisible();
  release();
  await expect(dashboard.answer('Cancel')).toBeFocused();
});

test('a part that does not come says so and can be had again', async ({ page, service, expected }) => {
  expected.push(/net::ERR_/, /Failed to fetch/);
  const { id } = await service.find('ada', isPrepared);
  const dashboard = new Dashboard(page);
  await page.route(LATER, route => route.abort('connectionreset'));
  // Whoever the demo puts first is signed in: the choice comes later, too.
  await page.goto(`/?delivery=${id}`);
  await dashboard.action('Confirm').click();
  await expect(dashboard.dialog.getByRole('alert')).toContainText('could not be loaded');
  await dashboard.answer('Try again').click();
  await expect(dashboard.dialog.getByRole('alert')).toContainText('could not be loaded');
  await page.keyboard.press('Escape');
  await expect(dashboard.dialog).toBeHidden();
  await dashboard.action('Confirm').click();
  // Until it has failed once more: else it may come after all.
  await expect(dashboard.dialog.getByRole('alert')).toContainText('could not be loaded');
  await page.unroute(LATER);
  await dashboard.answer('Try again').click();
  await expect(dashboard.answer('Cancel')).toBeFocused();
});

test('parts beside the dialog have no way out of it, and one press has all of them come', async ({ page, service, expected }) => {
  expected.push(/net::ERR_/, /Failed to fetch/);
  const { id } = await service.find('ada', record => record.state === 'sending');
  await page.route(LATER, route => route.abort('connectionreset'));
  await page.goto(`/?delivery=${id}`);
  const again = page.getByRole('button', { name: 'Try again' });
  await expect(again.first()).toBeVisible();
  await expect(page.getByRole('button', { name: 'Close' })).toHaveCount(0);
  await page.unroute(LATER);
  await again.first().click();
  await expect(again).toHaveCount(0);
  await expect(page.getByRole('region', { name: 'Audience' })).toBeVisible();
});
