// The main job by keyboard alone: prepare, ask, think twice, confirm, and watch it rise to the end over the stream.
import assert from 'node:assert/strict';
import { Key } from 'selenium-webdriver';
import { numbers } from '../browser/harness/fold.mjs';
import { journey } from './harness/journey.mjs';
import { until } from './harness/patience.mjs';

const confirmations = async (service, id) => (await service.log('ada', id)).filter(event => event.type === 'delivery.confirmed').length;

journey('a delivery is prepared and sent by keyboard alone, and rises to its end', { speed: 900 }, async ({ screen, service }) => {
  const { id } = await service.find('ada', record => record.state === 'editing');
  await screen.goto(`/?delivery=${id}`);
  await screen.the('button', 'Prepare');
  await screen.tabTo('button', 'Prepare');
  await screen.keys(Key.ENTER);
  await until('it is prepared', async () => (await service.record('ada', id)).state === 'prepared');
  const { preparation: { to_deliver: all } } = await service.record('ada', id);
  const shown = all.toLocaleString('en-GB');
  await screen.the('button', 'Confirm');

  await screen.tabTo('button', 'Confirm');
  await screen.keys(Key.ENTER);
  const dialog = await screen.the('dialog');
  await screen.says(() => dialog, shown);
  await screen.expectFocus('button', 'Cancel');
  await screen.keys(Key.ESCAPE);
  await screen.gone('dialog');
  await screen.expectFocus('button', 'Confirm');
  assert.equal(await confirmations(service, id), 0);

  await screen.keys(Key.ENTER);
  await screen.expectFocus('button', 'Cancel');
  await screen.tabTo('button', /^OK/);
  await watch(screen);
  await screen.keys(Key.ENTER);
  await screen.gone('dialog');

  await screen.says(() => screen.the('group', 'Sent'), `${shown} of ${shown}`);
  const seen = await watched(screen);
  assert.ok(seen.some(sent => sent > 0 && sent < all), `it was seen on its way: ${seen}`);
  assert.deepEqual(seen, [...seen].sort((left, right) => left - right), 'it only rises');
  assert.equal(seen.at(-1), all);
  assert.equal(await confirmations(service, id), 1);
});

/** Has the page itself note whatever the tile says from now on: a slow driver would miss most of it. */
async function watch(screen) {
  await screen.driver.executeScript(() => {
    const note = () => window.said.push(document.querySelector('[role=group][aria-label=Sent] dd:nth-of-type(2)')?.textContent ?? '');
    window.said = [];
    new MutationObserver(note).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
}

/** The numbers it said, each once. */
async function watched(screen) {
  const said = await screen.driver.executeScript('return window.said');
  const sent = said.map(text => numbers(text)[0]).filter(number => number !== undefined);
  return sent.filter((number, at) => number !== sent[at - 1]);
}
