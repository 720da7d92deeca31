// The log window as whoever uses it sees it: found by role and by label.
import { expect } from '@playwright/test';

const number = text => Number((text.match(/\d[\d,]*/)?.[0] ?? 'NaN').replaceAll(',', ''));

export class Logs {
  constructor(page) {
    this.page = page;
    this.window = page.getByRole('dialog', { name: /^Logs/ });
    this.grid = this.window.getByRole('grid', { name: 'Rows' });
    this.story = this.window.getByRole('region');
    this.search = this.window.getByRole('searchbox');
  }

  /** Opens the window at a place, as by an address somebody was given. */
  async open(id, place, login = 'ada') {
    await this.page.goto(`/?delivery=${encodeURIComponent(id)}&log=${place}`);
    const users = this.page.getByLabel('Signed in as');
    // A modal window leaves nothing else to be used.
    if ((await users.inputValue()) !== login) throw new Error(`the demo began with another user than ${login}`);
    await expect(this.window).toBeVisible();
  }

  tab(name) {
    return this.window.getByRole('tab', { name, exact: true });
  }

  async choose(name) {
    await this.tab(name).click();
    await expect(this.tab(name)).toHaveAttribute('aria-selected', 'true');
  }

  /** Until the list has so many rows: in its badge, and for who does not see it. */
  async expectCount(count) {
    await expect(this.window.getByRole('tabpanel').getByRole('status').first()).toHaveText(count === 1 ? '1 row' : `${count.toLocaleString('en-GB')} rows`);
    if (count > 0) await expect(this.grid).toHaveAttribute('aria-rowcount', String(count + 1));
  }

  /** The number of rows, once it is known. */
  async count() {
    const badge = this.window.getByRole('tabpanel').getByRole('status').first();
    await expect(badge).toHaveText(/^[\d,]+ rows?$/);
    return number(await badge.innerText());
  }

  /** The names of the columns. */
  async columns() {
    const heads = await this.grid.getByRole('columnheader').allInnerTexts();
    return heads.map(head => head.replace(/ [↑↓]$/, ''));
  }

  /** What stands in a column of the rows that are in sight. */
  async cells(column) {
    const at = (await this.columns()).indexOf(column);
    const rows = this.grid.getByRole('row').filter({ has: this.page.getByRole('gridcell') });
    return rows.evaluateAll((rows, at) => rows.map(row => row.querySelectorAll('[role=gridcell]')[at].textContent), at);
  }

  /** A row that is in sight. */
  row(text) {
    return this.grid.getByRole('row', { name: text }).first();
  }

  field(name) {
    return this.window.getByRole('combobox', { name: new RegExp(`^${name}`) });
  }

  button(name) {
    return this.window.getByRole('button', { name, exact: true });
  }

  /** Presses a button that writes a file, and gives the file as text. */
  async file(button) {
    const coming = this.page.waitForEvent('download');
    await this.button(button).click();
    const download = await coming;
    const stream = await download.createReadStream();
    const pieces = [];
    for await (const piece of stream) pieces.push(piece);
    return { name: download.suggestedFilename(), text: Buffer.concat(pieces).toString('utf8') };
  }
}
