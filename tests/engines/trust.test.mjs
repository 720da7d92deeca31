// The harness would notice if the page complained: what breaks the policy is refused, and heard.
import assert from 'node:assert/strict';
import { journey } from './harness/journey.mjs';
import { until } from './harness/patience.mjs';

const provoked = [/style-src/, /provoked/];

journey('a violation is refused, and an error is heard', { expected: provoked }, async ({ screen }) => {
  await screen.goto('/');
  await screen.the('heading', 'Deliveries');
  await screen.driver.executeScript(() => {
    document.body.setAttribute('style', 'opacity: 0.5');
    console.error('a provoked error');
    setTimeout(() => {
      throw new Error('a provoked exception');
    });
  });
  for (const complaint of [/style-src/, /provoked error/, /provoked exception/]) {
    await until(`${complaint} is heard`, async () => (await screen.complaints.all()).some(heard => complaint.test(heard)));
  }
  assert.equal(await screen.driver.executeScript(() => getComputedStyle(document.body).opacity), '1');
});
