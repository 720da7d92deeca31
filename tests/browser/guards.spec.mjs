// What confirming takes besides OK, and what it shows: the number, a second person, zones, and what has changed.
import { Dashboard } from './harness/dashboard.mjs';
import { expect, test } from './harness/fixtures.mjs';
import { expectAccessible } from './harness/axe.mjs';

const isPlain = record => record.state === 'prepared' && record.schedule.plan === 'once_confirmed';
const count = async (service, id, type) => (await service.log('ada', id)).filter(event => event.type === type).length;

test('an administrator sets the limit, and from it on the number is typed', async ({ page, service }) => {
  const { id, preparation } = await service.find('ada', isPlain);
  const dashboard = new Dashboard(page);
  await dashboard.open(id, 'eve');
  await page.getByRole('button', { name: 'Safeguards' }).click();
  await dashboard.dialog.getByLabel(/Type the number from/).fill('10');
  await expectAccessible(page);
  await dashboard.answer('Save').click();
  await expect(dashboard.dialog).toBeHidden();
  await dashboard.signIn('ada');
  await expect.poll(async () => (await service.record('ada', id)).safeguards.type_number_from).toBe(10);
  await dashboard.action('Confirm').click();
  const number = dashboard.dialog.getByLabel(/^Type [\d,]+ to confirm/);
  const ok = dashboard.answer(/^OK/);
  await expect(ok).toHaveAttribute('aria-disabled', 'true');
  // Clicked all the same, as a hasty hand does.
  await ok.click({ force: true });
  await number.fill(String(preparation.to_deliver + 1));
  await expect(number).toHaveAttribute('aria-invalid', 'true');
  await ok.click({ force: true });
  expect(await count(service, id, 'delivery.confirmed')).toBe(0);
  await number.fill(preparation.to_deliver.toLocaleString('en-GB'));
  await ok.click();
  await expect(dashboard.dialog).toBeHidden();
  await expect.poll(() => count(service, id, 'delivery.confirmed')).toBe(1);
});

test('a second person approves, never the one who asked, and everybody sees who', async ({ page, service, context }) => {
  await service.guard({ type_number_from: null, second_person_from: 0 });
  const { id } = await service.find('ada', isPlain);
  const dashboard = new Dashboard(page);
  await dashboard.open(id);
  await dashboard.action('Confirm').click();
  await expect(dashboard.dialog).toContainText('a second person has to approve before anything is sent');
  await dashboard.answer('OK, ask a second person').click();
  await expect(dashboard.dialog).toBeHidden();
  await expect(dashboard.deployment).toContainText('You have confirmed. Somebody else has to approve it.');
  await expect(dashboard.action('Approve')).toHaveAttribute('aria-disabled', 'true');
  await expect(dashboard.action('Approve')).toHaveAccessibleDescription(/somebody else has to approve/);
  expect(await count(service, id, 'delivery.confirmed')).toBe(0);

  const other = await context.newPage();
  const second = new Dashboard(other);
  await second.open(id, 'carla');
  await expect(second.deployment).toContainText('Ada Rossi has confirmed. A second person has to approve it.');
  await second.action('Approve').click();
  await expect(second.dialog).toContainText('Ada Rossi confirmed this at');
  await second.answer(/^Approve, send to/).dblclick();
  await expect(second.dialog).toBeHidden();
  for (const one of [page, other]) {
    await expect(one.getByRole('region', { name: 'Schedule' })).toContainText('Ada Rossi, approved by Carla Mensah');
  }
  expect(await count(service, id, 'delivery.confirmed')).toBe(1);
  expect(await count(service, id, 'delivery.started')).toBe(1);
});

test('what has changed since it was read is shown, and nothing is sent', async ({ page, service }) => {
  const { id, content } = await service.find('ada', isPlain);
  const dashboard = new Dashboard(page);
  await dashboard.open(id);
  await dashboard.action('Confirm').click();
  await expect(dashboard.dialog).toContainText(content.subject);
  const changed = await service.order('carla', id, 'content', { ...content, subject: 'Quite another subject' }, 'PUT');
  expect(changed.status).toBe(200);
  await expect(dashboard.dialog).toContainText('Nothing was sent.');
  await expect(dashboard.dialog).toContainText('It now says “Quite another subject”.');
  await expect(dashboard.dialog).toContainText('to be prepared again');
  await expect(dashboard.answer(/^OK/)).toHaveCount(0);
  await dashboard.answer('Close').click();
  await expect(dashboard.deployment).toContainText('because the content has changed. Please restart the preparation.');
  expect(await count(service, id, 'delivery.confirmed')).toBe(0);
});

for (const timezoneId of ['Europe/Rome', 'Asia/Tokyo']) {
  test.describe(`for a viewer in ${timezoneId}`, () => {
    test.use({ timezoneId });

    test('a send by recipients’ zones names the first and the last instant, and who is late', async ({ page, service }) => {
      const isByZone = record => record.schedule.plan.at?.send_time === 'recipient_zone';
      const { id } = await service.find('ada', isByZone);
      const dashboard = new Dashboard(page);
      await dashboard.open(id);
      await expect(page.getByRole('region', { name: 'Schedule' })).toContainText(/In each recipient’s own time zone.*First recipients.*Last recipients/);
      await dashboard.action('Confirm').click();
      await expect(dashboard.dialog).toContainText(/, 10:00 in each recipient’s own time zone: first .*, last /);
      await expect(dashboard.answer('Cancel')).toBeFocused();
    });
  });
}

test.describe('while it is prepared', () => {
  // A preparation takes ten seconds: long enough for its log to be seen.
  test.use({ speed: 10 });

  test('a failed preparation shows its log, and a recovered one its warnings', async ({ page, service }) => {
    const { id, content } = await service.find('ada', record => record.state === 'preparation_failed');
    const dashboard = new Dashboard(page);
    await dashboard.open(id);
    await expect(dashboard.deployment).toContainText('Preparation failed');
    const log = dashboard.deployment.getByRole('list');
    await expect(log).toContainText('a brace is missing');
    await expect(log).toContainText('Analysis stopped with 1 error');
    await service.order('carla', id, 'content', { ...content, subject: 'Mended' }, 'PUT');
    // What is prepared is what the page has read.
    await expect(page.getByText('Mended')).toBeVisible();
    await dashboard.action('Prepare').click();
    await expect(log.getByRole('listitem').first()).toBeVisible();
    await expect(dashboard.action('Confirm')).toBeVisible();
  });
});

test('each channel has its own figures', async ({ page, service }) => {
  const dashboard = new Dashboard(page);
  const named = tiles => tiles.map(tile => tile.getAttribute('aria-label')).filter(name => name !== null);
  const names = () => dashboard.deployment.getByRole('group').evaluateAll(named);
  const push = await service.find('ada', record => record.channel === 'push');
  await dashboard.open(push.id);
  await expect.poll(names).toEqual(['To deliver', 'Sent', 'Delivered', 'Errors', 'Open rate', 'Click-through rate']);
  const letters = await service.find('ada', record => record.channel === 'direct_mail');
  await dashboard.open(letters.id);
  await expect.poll(names).toEqual(['To deliver', 'Sent', 'Delivered']);
  const text = await service.find('ada', record => record.channel === 'sms');
  await dashboard.open(text.id);
  await expect.poll(names).toEqual(['Targeted', 'To deliver']);
});

test('pausing and stopping say what they did', async ({ page, service }) => {
  const { id } = await service.find('ada', record => record.state === 'sending');
  const dashboard = new Dashboard(page);
  await dashboard.open(id);
  await dashboard.action('Pause').click();
  await expect(dashboard.deployment).toContainText(/[\d,]+ handed over; [\d,]+ wait until somebody resumes\. Paused by Ada Rossi\./);
  await dashboard.action('Stop sending').click();
  await expect(dashboard.dialog).toContainText('A stopped send cannot be resumed.');
  await expect(dashboard.dialog).toContainText(/[\d,]+ people have it already, or will get it\./);
  await dashboard.answer('OK, stop for good').click();
  await expect(dashboard.deployment).toContainText(/[\d,]+ handed over, [\d,]+ will never be sent\. Stopped by Ada Rossi\./);
});
