// The dashboard as whoever uses it sees it: found by role and by label, read as text.
import { expect } from '@playwright/test';
import { account, exactCounts, numbers } from './fold.mjs';

export class Dashboard {
  constructor(page) {
    this.page = page;
    this.deployment = page.getByRole('region', { name: 'Deployment' });
    this.dialog = page.getByRole('dialog');
  }

  /** Opens a delivery as one of the demo's users. */
  async open(id, login = 'ada') {
    await this.page.goto(`/?delivery=${encodeURIComponent(id)}`);
    await this.signIn(login);
    await expect(this.page.getByRole('heading', { level: 1 })).toBeVisible();
  }

  async signIn(login) {
    const users = this.page.getByLabel('Signed in as');
    if ((await users.inputValue()) !== login) await users.selectOption(login);
  }

  /** A button of the action bar. */
  action(name) {
    return this.page.getByRole('group', { name: 'Actions' }).getByRole('button', { name, exact: true });
  }

  /** A button of the dialog; names may go on with a number of people. */
  answer(name) {
    return this.dialog.getByRole('button', { name });
  }

  /** One of the figures: its name, its big number, its exact counts in words, its formula. */
  tile(name) {
    return this.deployment.getByRole('group', { name, exact: true });
  }

  /** The exact counts a tile gives in words. */
  async counts(name) {
    return numbers(await this.tile(name).getByRole('definition').nth(1).innerText());
  }

  /** The exact counts of all tiles by name, as they stand at one moment. */
  async #shown() {
    const read = tiles => tiles.map(tile => [tile.getAttribute('aria-label'), tile.querySelectorAll('dd')[1]?.textContent ?? '']);
    const texts = await this.deployment.getByRole('group').evaluateAll(read);
    return Object.fromEntries(texts.map(([name, text]) => [name, numbers(text)]));
  }

  /**
   * Until the page shows what the engine makes of the service's own log, in every figure.
   *
   * The page is only held to a log that ended at the same event before and after the page was read: of a log that
   * grows meanwhile nobody could say which events are in the tiles, and one that is missing there could be hidden by
   * one that came. A page that is behind is read again; one that lost something is never right.
   */
  async expectTruth(service, id, { login = 'ada', patience = 90_000 } = {}) {
    await expect(async () => {
      const end = await service.end(login, id);
      // What the service counted would be right whatever the page lost.
      expect(await this.deployment.innerText(), 'the page counts by itself').not.toContain('counted by the service');
      const shown = await this.#shown();
      expect(await service.end(login, id), 'the log stood still while the page was read').toBe(end);
      const expected = exactCounts(await account(service, login, id, end));
      const compared = Object.entries(expected).map(([name, counts]) => [name, shown[name]?.slice(0, counts.length)]);
      expect(Object.fromEntries(compared)).toEqual(expected);
    }).toPass({ timeout: patience, intervals: [50, 100, 200, 300, 400, 500] });
  }
}
