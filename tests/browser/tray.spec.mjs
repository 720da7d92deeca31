// What providers posted and nobody could file: an administrator sees that there is something, and says what becomes of it.
import { Dashboard } from './harness/dashboard.mjs';
import { expect, test as base } from './harness/fixtures.mjs';
import { Service } from './harness/service.mjs';

const SECRET = 'only for the tests of the tray';

const test = base.extend({
  service: async ({ speed, seed }, use, test) => {
    const service = await Service.start({ speed, seed, environment: { DELIVERY_INGEST_POSTMARK: SECRET } });
    await use(service);
    await service.stop();
    if (test.status !== test.expectedStatus) await test.attach('what the service said', { body: service.said });
  },
});

/** Posts a click as Postmark does; of a mail of this number. */
async function click(service, number, metadata) {
  const body = JSON.stringify({
    RecordType: 'Click', MessageID: `P-${number}`, Recipient: `p${number}@x.example`, ReceivedAt: '2026-11-23T09:00:00Z',
    OriginalLink: 'https://x.example/', Metadata: metadata,
  });
  const headers = { 'content-type': 'application/json', 'x-webhook-secret': SECRET };
  const answer = await fetch(`${service.address}/ingest/postmark`, { method: 'POST', headers, body });
  expect(answer.status).toBe(200);
}

const clicks = async (service, id) => (await service.log('ada', id)).filter(event => event.type === 'message.clicked' && event.id.startsWith('in.')).length;

test('what nobody could file is filed by hand, or thrown away', async ({ page, service, expected }) => {
  expected.push(/404/);
  for (const number of [1, 2]) await click(service, number, { delivery: 'DM77' });
  await click(service, 3, {});
  const { id } = await service.find('ada', record => record.state === 'finished');
  const before = await clicks(service, id);
  const dashboard = new Dashboard(page);
  await dashboard.open(id, 'eve');
  await page.getByRole('button', { name: 'Tray · 3' }).click();
  const named = dashboard.dialog.getByRole('listitem').filter({ hasText: 'Names DM77, which is not here.' });
  await expect(named.getByRole('heading')).toHaveText('2 × clicked, from Postmark');
  await named.getByText('What one of them says').click();
  await expect(named).toContainText('"RecordType":"Click"');
  await expect(named).not.toContainText('p1@');

  // Nothing is filed nowhere, and what is wrong is told.
  const assign = named.getByRole('button', { name: 'Assign' });
  const field = named.getByLabel('Belongs to delivery');
  await assign.click();
  await expect(named.getByRole('alert')).toContainText('Write the number of the delivery first');
  await field.fill('DM0');
  await assign.click();
  await expect(dashboard.dialog.getByRole('status')).toContainText('There is no such delivery');
  await expect(named).toBeVisible();

  await field.fill(id);
  await field.press('Enter');
  await expect(named).toHaveCount(0);
  await expect(dashboard.dialog.getByRole('status')).toHaveText(`Filed in ${id}.`);
  expect(await clicks(service, id)).toBe(before + 2);

  const other = dashboard.dialog.getByRole('listitem').filter({ hasText: 'Names no delivery.' });
  await other.getByRole('button', { name: 'Discard' }).click();
  const sure = other.getByRole('group', { name: 'Discard' });
  await expect(sure).toContainText('Discard this post for good?');
  await sure.getByRole('button', { name: 'Keep' }).click();
  await expect(other).toBeVisible();
  await other.getByRole('button', { name: 'Discard' }).click();
  await sure.getByRole('button', { name: 'Discard' }).click();
  await expect(dashboard.dialog).toContainText('Nothing is in the tray');
  await dashboard.answer('Close').click();
  await expect(page.getByRole('button', { name: 'Tray', exact: true })).toBeVisible();

  // What comes later of the same is filed at once, and the log says who said so.
  await click(service, 4, { delivery: 'DM77' });
  await expect.poll(() => clicks(service, id)).toBe(before + 3);
});

test('who does not administer sees no tray, and the tray is not asked for', async ({ page, service }) => {
  await click(service, 1, {});
  const asked = [];
  page.on('request', request => request.url().includes('/api/tray') && asked.push(request.url()));
  const { id } = await service.find('ada', record => record.state === 'finished');
  await new Dashboard(page).open(id, 'ada');
  await expect(page.getByLabel('Signed in as')).toHaveValue('ada');
  await expect(page.getByRole('button', { name: /^Tray/ })).toHaveCount(0);
  expect(asked).toEqual([]);
});
