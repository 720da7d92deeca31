// A whole session by the accessibility tree alone, as a screen reader has it: what is not in the tree does not exist. Each step
// reads the tree, finds what it needs by role and name, and sees in the tree what came of it.
import { expect, test } from './harness/fixtures.mjs';

test('dump', async ({ page, service }) => {
  const record = await service.find('ada', record => record.state === 'editing' && record.recurrence !== 'recurring' && record.schedule.plan === 'once_confirmed');
  await page.goto('/');
  await page.getByRole('link', { name: record.label }).waitFor();
  const tree = async what => console.log(`## ${what}\n${await page.locator('body').ariaSnapshot()}`);
  await tree('list');
  await page.getByRole('link', { name: record.label }).click();
  await page.getByRole('button', { name: 'Prepare', exact: true }).waitFor();
  await page.getByRole('region', { name: 'Audience' }).waitFor();
  await tree('editing');
  await page.getByRole('region', { name: 'Schedule' }).getByRole('button', { name: 'Change' }).click();
  await page.getByRole('dialog').getByRole('radio').first().waitFor();
  await tree('schedule');
  await page.getByRole('dialog').getByRole('radio').nth(1).click();
  await tree('schedule date');
  await page.getByRole('dialog').getByLabel('Start sending from').fill('2099-01-01T09:00');
  await tree('schedule filled');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await page.getByRole('button', { name: 'Prepare', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Confirm', exact: true })).toBeEnabled({ timeout: 60_000 });
  await tree('prepared');
  await page.getByRole('button', { name: 'Confirm', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: /^OK/ }).waitFor();
  await tree('confirm');
  await page.getByRole('dialog').getByRole('button', { name: /^OK/ }).click();
  await page.getByRole('button', { name: 'Call off' }).waitFor();
  await tree('waiting');
  await page.getByRole('link', { name: 'Logs', exact: true }).click();
  await page.getByRole('dialog').getByRole('tablist').waitFor();
  await page.getByRole('gridcell').first().waitFor();
  await tree('logs');
});
