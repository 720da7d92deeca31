// The main job: prepare, confirm, watch it to the end, in both settings of the feedback service.
import { Dashboard } from './harness/dashboard.mjs';
import { expect, test } from './harness/fixtures.mjs';
import { account } from './harness/fold.mjs';

const grouped = number => number.toLocaleString('en-GB');

test.describe('to the end', () => {
  // Ten hours a second: the last retry is over within seconds.
  test.use({ speed: 36_000 });

  for (const feedback of ['on', 'off']) {
    test(`a send with feedback ${feedback} is prepared, confirmed once and watched to its end`, async ({ page, service }) => {
      const isWanted = record => record.feedback === feedback && ['editing', 'prepared'].includes(record.state);
      const { id, preparation: earlier } = await service.find('ada', isWanted);
      const dashboard = new Dashboard(page);
      await dashboard.open(id);
      // One that was prepared before can be confirmed until the page hears that it is being prepared again.
      const heard = page.waitForResponse(/\/prepare$/);
      await dashboard.action('Prepare').click();
      await (await heard).finished();
      const prepared = async () => (await service.record('ada', id)).preparation?.number ?? 0;
      await expect.poll(prepared).toBeGreaterThan(earlier?.number ?? 0);
      await expect(dashboard.action('Confirm')).toBeEnabled();
      const { preparation } = await service.record('ada', id);

      await dashboard.action('Confirm').click();
      await expect(dashboard.dialog).toContainText(grouped(preparation.to_deliver));
      await expect(dashboard.dialog).toContainText(grouped(preparation.excluded));
      await expect(dashboard.answer('Cancel')).toBeFocused();
      await dashboard.answer(/^OK/).dblclick();
      await expect(dashboard.dialog).toBeHidden();

      await expect(dashboard.deployment).toContainText('Finished sending');
      await dashboard.expectTruth(service, id);
      const { log, all } = await account(service, 'ada', id);
      expect(log.filter(event => event.type === 'delivery.confirmed')).toHaveLength(1);
      expect(all.sent).toBe(preparation.to_deliver);
      expect(all.delivered + all.bounces_errors + all.pending).toBe(all.sent);
    });
  }
});

test.describe('while it is prepared', () => {
  // A preparation takes 50 seconds: long enough for the slowest machine to stop it.
  test.use({ speed: 2 });

  test('a preparation can be stopped, and nothing was sent', async ({ page, service }) => {
    const { id } = await service.find('ada', record => record.state === 'editing');
    const dashboard = new Dashboard(page);
    await dashboard.open(id);
    await dashboard.action('Prepare').click();
    await dashboard.action('Stop preparation').click();
    await expect(dashboard.action('Prepare')).toBeEnabled();
    const log = await service.log('ada', id);
    expect(log.some(event => event.type === 'message.relayed')).toBe(false);
  });
});

test('a send is paused, resumed and stopped for good', async ({ page, service }) => {
  const { id } = await service.find('ada', record => record.state === 'sending');
  const dashboard = new Dashboard(page);
  await dashboard.open(id);
  await dashboard.action('Pause').click();
  await expect(dashboard.deployment).toContainText('Sending paused');
  await dashboard.action('Resume').click();
  await expect(dashboard.deployment).not.toContainText('Sending paused');
  await dashboard.action('Stop sending').click();
  await dashboard.answer(/^OK/).click();
  await expect(dashboard.deployment).toContainText('Sending stopped');
  await expect(page.getByRole('group', { name: 'Actions' }).getByRole('button')).toHaveCount(0);
});
