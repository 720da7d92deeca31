// The log window: opened from a figure, narrowed down, a recipient's story, and back by Escape.
import assert from 'node:assert/strict';
import { Key } from 'selenium-webdriver';
import { journey } from './harness/journey.mjs';
import { until } from './harness/patience.mjs';

/** The addresses of the rows in sight. */
async function addresses(screen, grid) {
  const heads = await screen.all('columnheader', undefined, grid);
  const names = await Promise.all(heads.map(head => head.getText()));
  const at = names.findIndex(name => name.startsWith('Address'));
  return screen.driver.executeScript(
    (grid, at) => [...grid.querySelectorAll('[role=row]')].flatMap(row => row.querySelectorAll('[role=gridcell]')[at]?.textContent ?? []),
    grid, at,
  );
}

/** A cell by what is in it, which WebKit does not take for its name. */
const cell = (screen, grid, text) => until(`a cell with ${text}`, () => screen.driver.executeScript(
  (grid, text) => [...grid.querySelectorAll('[role=gridcell]')].find(cell => cell.textContent === text) ?? null, grid, text,
));

// So slow that the log stands still.
journey('a figure opens its rows, they are narrowed down, and one tells its story', { speed: 0.001 }, async ({ screen, service }) => {
  const { id } = await service.find('ada', record => record.state === 'finished');
  await screen.goto(`/?delivery=${id}`);
  const tile = await screen.the('group', 'Sent');
  await screen.press('link', 'Sent', tile);
  const window = await screen.the('dialog', /^Logs/);
  const grid = await screen.the('grid', 'Rows', window);
  const shown = await until('rows are shown', async () => {
    const shown = await addresses(screen, grid);
    return shown.length > 5 && shown;
  });
  const all = Number(await grid.getAttribute('aria-rowcount'));
  assert.ok(all > shown.length, 'only what is in sight is on the page');

  // To the end and back: the list is of any length.
  await screen.driver.executeScript(grid => grid.focus(), grid);
  await screen.keys(Key.END);
  await until('the last row is in sight', async () => (await screen.driver.executeScript(
    grid => document.getElementById(grid.getAttribute('aria-activedescendant'))?.ariaRowIndex, grid,
  )) === String(all));
  await screen.keys(Key.HOME);

  const wanted = shown[1];
  await screen.fill(await screen.the('searchbox', undefined, window), wanted);
  await until('they are narrowed down', async () => (await addresses(screen, await screen.the('grid', 'Rows', window))).join() === wanted);
  await (await cell(screen, grid, wanted)).click();
  const story = await screen.the('region', undefined, window);
  await screen.says(() => story, wanted);
  await screen.says(() => story, 'this one');
  await screen.keys(Key.ESCAPE);
  await until('the story is over', async () => (await screen.all('region', undefined, window)).length === 0);
  await screen.expectFocus('grid', 'Rows');
  await screen.keys(Key.ESCAPE);
  await screen.gone('dialog');
});
