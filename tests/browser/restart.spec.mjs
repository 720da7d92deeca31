// The service dies in the middle of a send. Nothing is lost, nothing is sent twice, and the page gets over it by itself.
import { Dashboard } from './harness/dashboard.mjs';
import { expect, test } from './harness/fixtures.mjs';

test.use({ speed: 60 });

test('the service is killed and restarted during the send', async ({ page, service, expected }) => {
  expected.push(/net::ERR_/);
  const { id } = await service.find('ada', record => record.state === 'sending');
  const dashboard = new Dashboard(page);
  await dashboard.open(id);
  const sent = async () => (await dashboard.counts('Sent'))[0];
  await expect.poll(sent).toBeGreaterThan(0);

  await service.kill();
  await expect(dashboard.deployment).toContainText('reconnecting');
  const before = await sent();
  // More slowly from here on, so that the log stands still for long enough to be compared, on any machine.
  await service.restart({ speed: 6 });
  await expect(dashboard.deployment).not.toContainText('reconnecting');
  await expect.poll(sent).toBeGreaterThan(before);

  await dashboard.action('Pause').click();
  await expect(dashboard.deployment).toContainText('Sending paused');
  await dashboard.expectTruth(service, id);
  const relayed = (await service.log('ada', id)).filter(event => event.type === 'message.relayed');
  expect(new Set(relayed.map(event => event.subject)).size).toBe(relayed.length);
});
