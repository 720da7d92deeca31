// The page as whoever uses it has it: found by role and name as the engine computes them, used by keyboard and pointer.
import assert from 'node:assert/strict';
import { By, Key } from 'selenium-webdriver';
import { until } from './patience.mjs';

/** What can have a role; whether it has, the engine says. */
const CANDIDATES = {
  button: 'button, summary, [role=button]',
  checkbox: 'input[type=checkbox]',
  columnheader: '[role=columnheader], th',
  combobox: 'select, input[list]',
  dialog: 'dialog',
  grid: '[role=grid]',
  gridcell: '[role=gridcell]',
  group: '[role=group], fieldset',
  heading: 'h1, h2, h3, h4',
  link: 'a[href]',
  radio: 'input[type=radio]',
  region: 'section',
  row: '[role=row], tr',
  searchbox: 'input[type=search]',
  tab: '[role=tab]',
};

const isNamed = (wanted, name) => wanted === undefined || (wanted instanceof RegExp ? wanted.test(name) : wanted === name);

export class Screen {
  constructor(driver, address, complaints) {
    this.driver = driver;
    this.address = address;
    this.complaints = complaints;
  }

  /** Opens a page: of the service, unless its whole address is given. */
  async goto(path) {
    await this.#newPage(() => this.driver.get(new URL(path, this.address).href));
  }

  async reload() {
    await this.#newPage(() => this.driver.navigate().refresh());
  }

  async #newPage(load) {
    await this.complaints.leave();
    await load();
    await this.complaints.begin();
  }

  /** Everything of a role and a name that is to be seen, within something, or in the root that is its own. */
  async all(role, name, within = null) {
    const seen = await this.driver.executeScript(
      (candidates, within) => [...(within?.shadowRoot ?? within ?? document).querySelectorAll(candidates)].filter(element => element.checkVisibility({ visibilityProperty: true })),
      CANDIDATES[role], within,
    );
    const found = [];
    for (const element of seen) {
      if (!isNamed(name, await element.getAccessibleName())) continue;
      if ((await element.getAriaRole()) === role) found.push(element);
    }
    return found;
  }

  /** The one of a role and a name, once it is there. */
  async the(role, name, within) {
    return until(`${role} ${name}`, async () => {
      const found = await this.all(role, name, within);
      return found.length === 1 && found[0];
    });
  }

  /** The field with that label. */
  async labelled(label, within) {
    return until(`the field ${label}`, async () => {
      const fields = await (within ?? this.driver).findElements(By.css('input, select, textarea'));
      for (const field of fields) if (isNamed(label, await field.getAccessibleName())) return field;
      return null;
    });
  }

  /** Replaces what stands in a field. */
  async fill(field, text) {
    await field.clear();
    await field.sendKeys(text);
    assert.equal(await field.getAttribute('value'), text);
  }

  /** Chooses one of several answers by its label, which may be a picture. */
  async choose(name) {
    const radio = await this.the('radio', name);
    await (await radio.findElement(By.xpath('ancestor::label'))).click();
    await until(`${name} is chosen`, () => radio.isSelected());
  }

  /** Until there is none. */
  async gone(role, name) {
    await until(`no ${role} ${name}`, async () => (await this.all(role, name)).length === 0);
  }

  /** What something says. WebKit's driver has a way of its own to ask, which fails where choices are offered for a field. */
  async text(element) {
    return this.driver.executeScript(element => element.innerText, element);
  }

  /** Until something says it. */
  async says(element, text) {
    await until(`it says ${text}`, async () => {
      const said = await this.text(await element());
      return text instanceof RegExp ? text.test(said) : said.includes(text);
    });
  }

  /** Presses what is there by the pointer. */
  async press(role, name, within) {
    await until(`${role} ${name} can be pressed`, async () => {
      await (await this.the(role, name, within)).click();
      return true;
    });
  }

  /** Nothing on the page is wider than its window. */
  async expectNoSidewaysScroll() {
    const { content, window } = await this.driver.executeScript(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      return { content: scrollWidth, window: clientWidth };
    });
    assert.ok(content <= window, `${content} is wider than ${window}: the page can be scrolled sideways`);
  }

  /** Types keys at whatever has the focus. */
  async keys(...keys) {
    for (const key of keys) await this.driver.actions().sendKeys(key).perform();
  }

  /** What has the focus, in words. */
  async focused() {
    return until('something has the focus', async () => {
      // An element with a root of its own has the focus for what is in it.
      const element = await this.driver.executeScript(() => {
        let active = document.activeElement;
        while (active.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
        return active;
      });
      return { role: await element.getAriaRole(), name: await element.getAccessibleName() };
    });
  }

  /** Until the focus is on what has that role and name. */
  async expectFocus(role, name) {
    await until(`the focus is on the ${role} ${name}`, async () => {
      const focused = await this.focused();
      return focused.role === role && isNamed(name, focused.name);
    });
  }

  /** Goes there by Tab alone, whatever its role if none is given; the page has far fewer stops than this. */
  async tabTo(role, name) {
    await this.#steps(Key.TAB, role, name);
  }

  /** Goes back there by Shift and Tab alone. */
  async tabBackTo(role, name) {
    await this.#steps(Key.chord(Key.SHIFT, Key.TAB), role, name);
  }

  async #steps(step, role, name) {
    for (let steps = 0; steps < 80; steps += 1) {
      const focused = await this.focused();
      if ((role ?? focused.role) === focused.role && isNamed(name, focused.name)) return;
      await this.keys(step);
    }
    throw new Error(`the keyboard never gets to the ${role ?? 'field'} ${name}`);
  }
}
