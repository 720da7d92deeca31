// Confirm send: one send, whoever clicks what how often, and whatever becomes of the answer.
import { Dashboard } from './harness/dashboard.mjs';
import { expect, test } from './harness/fixtures.mjs';

const isPrepared = record => record.state === 'prepared';

async function confirmations(service, id) {
  return (await service.log('ada', id)).filter(event => event.type === 'delivery.confirmed').length;
}

test('Cancel and Escape send nothing, and the focus goes back to where it was', async ({ page, service }) => {
  const { id } = await service.find('ada', isPrepared);
  const dashboard = new Dashboard(page);
  await dashboard.open(id);
  for (const leave of [() => dashboard.answer('Cancel').click(), () => page.keyboard.press('Escape')]) {
    await dashboard.action('Confirm').click();
    await expect(dashboard.dialog).toBeVisible();
    await leave();
    await expect(dashboard.dialog).toBeHidden();
    await expect(dashboard.action('Confirm')).toBeFocused();
  }
  expect(await confirmations(service, id)).toBe(0);
});

test('everything goes by keyboard alone', async ({ page, service }) => {
  const { id } = await service.find('ada', isPrepared);
  const dashboard = new Dashboard(page);
  await dashboard.open(id);
  await expect(dashboard.action('Confirm')).toBeEnabled();
  await tabTo(page, dashboard.action('Confirm'));
  await page.keyboard.press('Enter');
  await expect(dashboard.answer('Cancel')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(dashboard.dialog).toBeHidden();
  await page.keyboard.press('Enter');
  await tabTo(page, dashboard.answer(/^OK/));
  await page.keyboard.press('Enter');
  await expect(dashboard.dialog).toBeHidden();
  await expect.poll(() => confirmations(service, id)).toBe(1);
});

test('a lost answer is resolved by asking, never by sending again', async ({ page, service, expected }) => {
  expected.push(/net::ERR_/);
  const { id } = await service.find('ada', isPrepared);
  const dashboard = new Dashboard(page);
  await dashboard.open(id);
  // The service hears the confirmation; its answer never arrives.
  await page.route('**/confirm', async route => {
    await route.fetch();
    await route.abort('connectionreset');
  });
  await dashboard.action('Confirm').click();
  await dashboard.answer(/^OK/).click();
  await expect(dashboard.action('Confirm')).toBeHidden();
  await expect(dashboard.dialog).toBeHidden();
  expect(await confirmations(service, id)).toBe(1);
});

test('two people confirm at the same time: one send, and the second is told', async ({ page, service, context, expected }) => {
  expected.push(/status of (409|412)/);
  const { id } = await service.find('ada', isPrepared);
  const [first, second] = [new Dashboard(page), new Dashboard(await context.newPage())];
  await first.open(id, 'ada');
  await second.open(id, 'carla');
  for (const dashboard of [first, second]) await dashboard.action('Confirm').click();
  for (const dashboard of [first, second]) await expect(dashboard.answer(/^OK/)).toBeVisible();
  // Whichever is slower may find its OK gone already: then it has been told before it could ask.
  const press = async dashboard => {
    dashboard.answer(/^OK/).click().catch(() => {});
    await expect(dashboard.answer(/^OK/)).toBeHidden();
  };
  await Promise.all([press(first), press(second)]);
  await expect(first.action('Confirm')).toBeHidden();
  await expect(second.action('Confirm')).toBeHidden();
  expect(await confirmations(service, id)).toBe(1);
});

test('without the role the reason is said and nothing can be confirmed', async ({ page, service }) => {
  const { id } = await service.find('ada', isPrepared);
  const dashboard = new Dashboard(page);
  await dashboard.open(id, 'bo');
  await expect(page.getByText('Your permissions do not allow you to confirm a delivery.')).toBeVisible();
  const confirm = dashboard.action('Confirm');
  await expect(confirm).toBeDisabled();
  await expect(confirm).toHaveAccessibleDescription(/Start deliveries/);
  await confirm.click({ force: true });
  await expect(dashboard.dialog).toBeHidden();
  expect(await confirmations(service, id)).toBe(0);
});

/** Presses Tab until something has the focus; the page has far fewer stops than this. */
async function tabTo(page, locator) {
  for (let presses = 0; presses < 60; presses += 1) {
    if (await locator.evaluate(element => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error('Tab never gets there');
}
