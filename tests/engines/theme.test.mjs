// Light and dark are chosen, seen, and remembered.
import assert from 'node:assert/strict';
import { journey } from './harness/journey.mjs';
import { until } from './harness/patience.mjs';

const background = screen => screen.driver.executeScript(() => getComputedStyle(document.documentElement).backgroundColor);

journey('light and dark are chosen, and remembered', {}, async ({ screen }) => {
  await screen.goto('/');
  await screen.choose('Light');
  const light = await background(screen);
  await screen.choose('Dark');
  await until('it is dark', async () => (await background(screen)) !== light);
  const dark = await background(screen);
  await screen.reload();
  await until('it is dark again', async () => (await background(screen)) === dark);
  assert.ok(await (await screen.the('radio', 'Dark')).isSelected());
  await screen.choose('Light');
  await until('it is light again', async () => (await background(screen)) === light);
});
