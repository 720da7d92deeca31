// A dialog keeps the focus, and a page that is loaded again is the same one.
import assert from 'node:assert/strict';
import { Key } from 'selenium-webdriver';
import { journey } from './harness/journey.mjs';

journey('a dialog keeps the focus, forwards and backwards', {}, async ({ screen, service }) => {
  const { id } = await service.find('ada', record => record.state === 'prepared');
  await screen.goto(`/?delivery=${id}`);
  await screen.press('button', 'Confirm');
  await screen.expectFocus('button', 'Cancel');
  for (const keys of [Key.TAB, Key.chord(Key.SHIFT, Key.TAB)]) {
    const reached = new Set();
    for (let presses = 0; presses < 12; presses += 1) {
      await screen.keys(keys);
      // The browser's own surroundings may have it meanwhile: then nothing on the page has.
      const where = await screen.driver.executeScript(() => {
        const active = document.activeElement;
        return active === document.body || active.closest('dialog[open]') ? active.textContent : null;
      });
      assert.notEqual(where, null, 'the focus left the dialog');
      reached.add((await screen.focused()).name);
    }
    assert.ok(reached.has('Cancel') && [...reached].some(name => name.startsWith('OK')), [...reached].join());
  }
  await screen.keys(Key.ESCAPE);
  await screen.gone('dialog');
});

journey('a page that is loaded again is where it was', {}, async ({ screen, service }) => {
  const { id, label } = await service.find('ada', record => record.state === 'finished');
  await screen.goto(`/?delivery=${id}`);
  await screen.the('heading', new RegExp(`^${label}`));
  await screen.press('link', 'Logs');
  await screen.press('tab', 'Exclusion logs');
  await screen.reload();
  const window = await screen.the('dialog', /^Logs/);
  const tab = await screen.the('tab', 'Exclusion logs', window);
  assert.equal(await tab.getAttribute('aria-selected'), 'true');
  await screen.the('grid', 'Rows', window);
  await screen.press('button', 'Close', window);
  await screen.gone('dialog');
  await screen.reload();
  await screen.the('heading', new RegExp(`^${label}`));
  await screen.the('group', 'Sent');
});
