// The Schedule block and its editor, in two time zones, by mouse and by keyboard alone.
import { Dashboard } from './harness/dashboard.mjs';
import { expect, test } from './harness/fixtures.mjs';
import { expectAccessible } from './harness/axe.mjs';

const isPlain = state => record => record.state === state && record.schedule.plan === 'once_confirmed';
const scheduleBlock = page => page.getByRole('region', { name: 'Schedule' });

async function openEditor(page, dashboard) {
  await scheduleBlock(page).getByRole('button', { name: 'Change' }).click();
  await expect(dashboard.dialog.getByRole('heading', { name: /^Schedule of/ })).toBeVisible();
}

for (const { timezoneId, viewer } of [
  { timezoneId: 'Europe/Rome', viewer: '28 Mar 2027, 03:00 CEST' },
  { timezoneId: 'America/New_York', viewer: /27 Mar 2027, 21:00/ },
]) {
  test.describe(`for a viewer in ${timezoneId}`, () => {
    test.use({ timezoneId });

    test('a date in a gap is told before it is saved, and kept with its zone', async ({ page, service }) => {
      const { id } = await service.find('ada', isPlain('prepared'));
      const dashboard = new Dashboard(page);
      await dashboard.open(id);
      await openEditor(page, dashboard);
      await dashboard.dialog.getByLabel(/on the date specified below/).check();
      await dashboard.dialog.getByLabel('Start sending from').fill('2027-03-28T02:30');
      await dashboard.dialog.getByLabel(/^Time zone/).fill('Europe/Rome');
      await expect(dashboard.dialog).toContainText('GMT+02:00 on that date');
      await expect(dashboard.dialog).toContainText('the clock jumps ahead and never shows that time: it will be 28 Mar 2027, 03:00 CEST');
      await expect(dashboard.dialog.getByLabel('Request confirmation before sending messages')).toBeChecked();
      await dashboard.answer('Save').click();
      await expect(dashboard.dialog).toBeHidden();
      await expect(scheduleBlock(page)).toContainText('28 Mar 2027, 03:00 CEST · Europe/Rome');
      if (timezoneId !== 'Europe/Rome') await expect(scheduleBlock(page)).toContainText(viewer);
      const { schedule, state } = await service.record('ada', id);
      expect(schedule.plan.at).toMatchObject({ wall: '2027-03-28T02:30:00', zone: 'Europe/Rome', confirmation: 'required' });
      expect(state).toBe('outdated');
      // Outdated: the sentence, and only Prepare left.
      await expect(dashboard.deployment).toContainText('because the scheduled date has changed. Please restart the preparation.');
      await expect(page.getByRole('group', { name: 'Actions' }).getByRole('button')).toHaveText(['Prepare']);
    });
  });
}

test('back to once confirmed, the date is gone', async ({ page, service }) => {
  const { id } = await service.find('ada', record => record.schedule.plan.at?.send_time === 'same_instant');
  const dashboard = new Dashboard(page);
  await dashboard.open(id);
  await openEditor(page, dashboard);
  await expect(dashboard.dialog.getByLabel('Start sending from')).toHaveValue(/T09:00/);
  await dashboard.dialog.getByLabel('Messages to be sent once confirmed').check();
  await expect(dashboard.dialog).toContainText('The fatigue rules won’t be applied if no contact date is defined.');
  await dashboard.answer('Save').click();
  await expect(dashboard.dialog).toBeHidden();
  await expect(scheduleBlock(page)).toContainText('Send immediately once confirmed');
  const record = await service.record('ada', id);
  expect([record.schedule.plan, record.contact_date]).toEqual(['once_confirmed', null]);
});

test('bad input is told at its field, and cannot be saved', async ({ page, service }) => {
  const { id, schedule } = await service.find('ada', record => record.recurrence === 'recurring');
  const dashboard = new Dashboard(page);
  await dashboard.open(id);
  await openEditor(page, dashboard);
  const save = dashboard.answer('Save');
  const bad = async (label, value, sentence, good) => {
    const field = dashboard.dialog.getByLabel(label);
    await field.fill(value);
    await expect(dashboard.dialog.getByRole('alert')).toHaveText(sentence);
    await expect(field).toHaveAttribute('aria-invalid', 'true');
    await expect(save).toHaveAttribute('aria-disabled', 'true');
    await field.fill(good);
    await expect(dashboard.dialog.getByRole('alert')).toHaveCount(0);
    await expect(save).not.toHaveAttribute('aria-disabled');
  };
  await bad(/^Time zone/, 'Mars/Olympus', /There is no such time zone/, 'Europe/Rome');
  await bad(/^First date and time/, '', /There is no such date/, '2026-11-20T09:00');
  await bad(/^Every … days/, '0', /whole number from 1/, '2');
  await dashboard.dialog.getByLabel('Repeat').selectOption('Monthly, on a day');
  await bad('Day of the month', '32', /from 1 to 31/, '31');
  await dashboard.dialog.getByLabel('Repeat').selectOption('Weekly');
  for (const day of await dashboard.dialog.getByRole('group', { name: 'On' }).getByRole('checkbox').all()) await day.uncheck();
  await expect(dashboard.dialog.getByRole('alert')).toHaveText('Choose at least one day.');
  await dashboard.dialog.getByLabel('Friday').check();
  await dashboard.dialog.getByLabel(/^End/).selectOption('On a date');
  await bad('Last day', '2020-01-01', /The end is before the start/, '2099-01-01');
  await dashboard.dialog.getByLabel(/^End/).selectOption('After a number of times');
  await bad(/^Number of times/, '0', /whole number from 1/, '3');
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(dashboard.dialog).toBeHidden();
  expect((await service.record('ada', id)).schedule.plan).toEqual(schedule.plan);
});

test('the editor goes by keyboard alone', async ({ page, service }) => {
  const { id } = await service.find('ada', isPlain('editing'));
  const dashboard = new Dashboard(page);
  await dashboard.open(id);
  await scheduleBlock(page).getByRole('button', { name: 'Change' }).focus();
  await page.keyboard.press('Enter');
  await expect(dashboard.dialog.getByLabel('Messages to be sent once confirmed')).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(dashboard.dialog.getByLabel(/on the date specified below/)).toBeChecked();
  for (let stops = 0; stops < 40; stops += 1) {
    if (await dashboard.answer('Save').evaluate(button => button === document.activeElement)) break;
    await page.keyboard.press('Tab');
  }
  await expect(dashboard.answer('Save')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(dashboard.dialog).toBeHidden();
  expect((await service.record('ada', id)).schedule.plan.at.wall).toMatch(/T09:00:00$/);
});

test('what repeats shows its next ten dates in both zones, with clock changes marked', async ({ page, service }) => {
  const { id } = await service.find('ada', record => record.recurrence === 'recurring' && record.schedule.plan.recurring.aggregation === 'none');
  const dashboard = new Dashboard(page);
  await dashboard.open(id);
  await openEditor(page, dashboard);
  await dashboard.dialog.getByLabel('Repeat').selectOption('Monthly, on a weekday');
  await dashboard.dialog.getByLabel(/^Which/).selectOption('Last');
  await dashboard.dialog.getByLabel(/^Weekday/).selectOption('Sunday');
  // Of a December that is to come, whenever this runs.
  const year = new Date().getFullYear() + 1;
  const last = 31 - new Date(Date.UTC(year, 11, 31)).getUTCDay();
  await dashboard.dialog.getByLabel(/^First date and time/).fill(`${year}-12-01T02:30`);
  await dashboard.dialog.getByLabel(/^Time zone/).fill('America/New_York');
  const rows = dashboard.dialog.getByRole('table', { name: 'Next executions' }).getByRole('row');
  await expect(rows).toHaveCount(11);
  await expect(rows.nth(1)).toContainText(new RegExp(`${last} Dec ${year}, 02:30.*${last} Dec ${year}, 08:30 CET`));
  await expect(dashboard.dialog).toContainText('After a clock change');
  // Confirmation is offered without aggregation, and only there.
  const asks = dashboard.dialog.getByLabel('Request confirmation before sending messages');
  await expect(asks).toBeChecked();
  await dashboard.dialog.getByLabel('Aggregation').selectOption('By month');
  await expect(asks).toBeDisabled();
  await expect(asks).not.toBeChecked();
  await expect(dashboard.dialog).toContainText('Not offered with aggregation');
  await dashboard.dialog.getByLabel('Aggregation').selectOption('No aggregation');
  await expect(asks).toBeEnabled();
  await dashboard.answer('Save').click();
  await expect(dashboard.dialog).toBeHidden();
  const { plan } = (await service.record('ada', id)).schedule;
  expect(plan.recurring.recurrence.pattern).toEqual({ monthly_on_weekday: { every: 1, nth: 'last', weekday: 'sun' } });
});

test('a copy has no schedule, and says so', async ({ page, service }) => {
  const { id, label } = await service.find('ada', record => record.schedule.plan.at?.send_time === 'same_instant');
  const dashboard = new Dashboard(page);
  await dashboard.open(id);
  await page.getByRole('button', { name: 'Duplicate' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(`Copy of ${label}`);
  await expect(scheduleBlock(page)).toContainText(`Copied from ${id}. Its schedule was not copied`);
  await expect(page).toHaveURL(/delivery=DM/);
  await expect(scheduleBlock(page)).toContainText('Send immediately once confirmed');
});

test('what a second browser has open shows each change without reloading', async ({ page, service, context }) => {
  const { id } = await service.find('ada', isPlain('prepared'));
  const dashboard = new Dashboard(page);
  await dashboard.open(id);
  await expect(dashboard.deployment).toContainText('live');
  const other = await context.newPage();
  await new Dashboard(other).open(id, 'carla');
  await openEditor(other, new Dashboard(other));
  await other.getByRole('dialog').getByLabel(/on the date specified below/).check();
  await other.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await expect(dashboard.deployment).toContainText('Please restart the preparation.');
  await expect(scheduleBlock(page)).toContainText('Send scheduled on the date below');
  await other.getByRole('group', { name: 'Actions' }).getByRole('button', { name: 'Prepare' }).click();
  await expect(dashboard.deployment).toContainText(/Preparing send|Send preparation completed/);
});
