// Recurring deliveries: executions, each with its own confirmation.
import { Dashboard } from './harness/dashboard.mjs';
import { expect, test } from './harness/fixtures.mjs';

const asksEachTime = record => record.recurrence === 'recurring' && record.schedule.plan.recurring.confirmation === 'required';
const table = page => page.getByRole('region', { name: 'Executions' }).getByRole('table');

test('the recurring delivery shows its executions and their sum; one is confirmed from there', async ({ page, service }) => {
  const { id } = await service.find('ada', asksEachTime);
  const dashboard = new Dashboard(page);
  await dashboard.open(id);
  await expect(table(page)).toContainText('Skipped');
  await expect(table(page)).toContainText('Missed');
  await expect(table(page).getByRole('row').filter({ hasText: 'Finished' }).first()).toContainText('Confirmed by Carla Mensah');
  await expect(table(page).getByRole('row').last()).toContainText('Total');
  await expect(dashboard.deployment).toContainText('The next execution is due on');

  const waiting = table(page).getByRole('row').filter({ hasText: 'To be confirmed' });
  await waiting.getByRole('link').click();
  await expect(dashboard.deployment).toContainText('or this execution is not sent.');
  await dashboard.action('Confirm').click();
  await expect(dashboard.dialog).toContainText(/This confirms the execution of .* only\. Later executions ask again\./);
  await dashboard.answer(/^OK/).click();
  await expect(dashboard.dialog).toBeHidden();
  await expect(dashboard.deployment).toContainText(/Waiting for the scheduled date|Sending/);
  // Back by the link to the recurring delivery.
  await page.getByRole('region', { name: 'Summary' }).getByRole('link').click();
  await expect(table(page).getByRole('row').filter({ hasText: 'Confirmed by Ada Rossi' })).toHaveCount(1);
});

test('an execution is skipped, and taken back', async ({ page, service }) => {
  const { id } = await service.find('ada', asksEachTime);
  const [{ id: execution }] = (await service.executions('ada', id)).filter(card => card.state === 'prepared');
  const dashboard = new Dashboard(page);
  await dashboard.open(execution);
  await dashboard.action('Skip').click();
  await expect(dashboard.deployment).toContainText(/Left out by Ada Rossi\. To send it after all, prepare it again before/);
  await dashboard.action('Prepare').click();
  await expect(dashboard.action('Confirm')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Schedule' }).getByRole('button', { name: 'Change' })).toHaveCount(0);
});

test.describe('as time goes by', () => {
  // An hour a second: the date of the waiting execution comes within the minute.
  test.use({ speed: 3_600 });

  test('what nobody confirms in time is missed before the eyes of whoever looks', async ({ page, service }) => {
    const { id } = await service.find('ada', asksEachTime);
    const [{ id: execution }] = await service.executions('ada', id);
    const dashboard = new Dashboard(page);
    await dashboard.open(execution);
    await expect(dashboard.deployment).toContainText('Missed: not sent');
    await expect(dashboard.deployment).toContainText('Nothing was sent.');
    const log = await service.log('ada', execution);
    expect(log.some(event => event.type === 'message.relayed')).toBe(false);
  });
});

test('switching confirmation on asks for what would have left by itself', async ({ page, service }) => {
  const { id } = await service.find('ada', record => record.recurrence === 'recurring' && record.schedule.plan.recurring.confirmation === 'automatic');
  const waiting = (await service.executions('ada', id)).find(card => card.state === 'waiting');
  const dashboard = new Dashboard(page);
  await dashboard.open(id);
  await page.getByRole('region', { name: 'Schedule' }).getByRole('button', { name: 'Change' }).click();
  await dashboard.dialog.getByLabel('Aggregation').selectOption('No aggregation');
  await dashboard.dialog.getByLabel('Request confirmation before sending messages').check();
  await expect(dashboard.dialog).toContainText('this holds at once for every execution that nobody has confirmed');
  await dashboard.answer('Save').click();
  await expect(dashboard.dialog).toBeHidden();
  await expect(table(page).getByRole('row').filter({ hasText: 'To be confirmed' })).toHaveCount(1);
  expect((await service.record('ada', waiting.id)).state).toBe('prepared');
});

test('starting asks first, by keyboard, and says what will happen', async ({ page, service }) => {
  const { id, schedule } = await service.find('ada', asksEachTime);
  await service.order('ada', id, 'stop');
  // A recurring delivery that has not begun: the stopped one's record, before its time.
  const record = await service.record('ada', id);
  await page.route(`**/api/deliveries/${id}`, route => route.fulfill({
    headers: { etag: '"1"', 'last-event-id': '9999999999999999' },
    json: { ...record, state: 'editing', schedule },
  }));
  const dashboard = new Dashboard(page);
  await dashboard.open(id);
  await expect(dashboard.deployment).toContainText('Not started yet');
  await dashboard.action('Start').focus();
  await page.keyboard.press('Enter');
  await expect(dashboard.dialog).toContainText('One that nobody confirms before its date is not sent.');
  await expect(dashboard.answer('Cancel')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(dashboard.dialog).toBeHidden();
});
