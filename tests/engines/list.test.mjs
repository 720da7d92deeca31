// From the list to a delivery: its figures are those that the engine makes of the service's own log, in any engine.
import assert from 'node:assert/strict';
import { account, exactCounts, numbers } from '../browser/harness/fold.mjs';
import { journey } from './harness/journey.mjs';
import { until } from './harness/patience.mjs';

// So slow that the log stands still.
journey('the list opens a delivery, whose figures are those of its log', { speed: 0.001 }, async ({ screen, service }) => {
  const { id, label } = await service.find('ada', record => record.state === 'finished');
  await screen.goto('/');
  await screen.the('heading', 'Deliveries');
  // With everything that comes later.
  await screen.the('radio', 'Dark');
  await screen.expectNoSidewaysScroll();
  await screen.press('link', label);
  await screen.the('heading', new RegExp(`^${label}`));
  const expected = exactCounts(await account(service, 'ada', id));
  const deployment = await screen.the('region', 'Deployment');
  await until('the page counts by itself', async () => !(await screen.text(deployment)).includes('counted by the service'));
  for (const [name, counts] of Object.entries(expected)) {
    await until(`${name} is ${counts}`, async () => {
      const tile = await screen.the('group', name, deployment);
      const [, exact] = await tile.findElements({ css: 'dd' });
      assert.deepEqual(numbers(await screen.text(exact)).slice(0, counts.length), counts);
      return true;
    });
  }
  await screen.expectNoSidewaysScroll();
  await screen.driver.navigate().back();
  await screen.the('heading', 'Deliveries');
  await screen.the('link', label);
});
