// The looks of a host: nothing of ours leaks out, nothing of theirs breaks in, and what may be set is followed.
import { createRequire } from 'node:module';
import { readFile } from 'node:fs/promises';
import { expect, test } from './harness/portal.mjs';

const { resolve } = createRequire(import.meta.url);
const sheet = name => readFile(resolve(name), 'utf8');

const HOSTILE = `
  html { font-size: 62.5%; color: red; }
  * { letter-spacing: .4em !important; text-transform: uppercase !important; line-height: 3 !important; box-sizing: content-box !important; font-family: serif !important; }
  div, section, p, dl, dt, dd, ul, li, h1, h2, h3, span { display: flex !important; color: lime !important; margin: 20px !important; border: 3px solid red !important; }
  button, select, input { background: red !important; padding: 40px !important; border-radius: 0 !important; }
  a { color: lime !important; text-decoration: line-through !important; }
  dialog { display: none !important; }
  .card, .button, .app, .block, .place, .link { position: fixed !important; opacity: .1 !important; }
  @keyframes rise { from { opacity: 0; } to { opacity: .3; } }
  :root { --page: lime; --text: red; --accent: red; --font: serif; --gap: 100px; }
`;
/** Where the element is in each page: the same room for all. */
const ROOM = '.room.room { position: absolute !important; inset: 200px auto auto 20px !important; width: 1000px !important; height: auto !important; margin: 0 !important; padding: 0 !important; border: 0 !important; display: block !important; }';

/** A picture that is the same as the one before, once everything has come. */
async function still(place) {
  let before;
  let now = await place.screenshot({ animations: 'disabled' });
  await expect.poll(async () => {
    [before, now] = [now, await place.screenshot({ animations: 'disabled' })];
    return now.equals(before);
  }).toBe(true);
  return now;
}

/** The dashboard and its question, each handed on as it stands on the screen. */
async function look(page, seen) {
  const place = page.locator('#d');
  await expect(place.getByRole('region', { name: 'Audience' })).toBeVisible();
  await expect(place.getByText('live', { exact: true }).first()).toBeVisible();
  await seen('the dashboard', place);
  await place.getByRole('button', { name: 'Confirm' }).click();
  const dialog = place.getByRole('dialog');
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await seen('the question', dialog);
  await dialog.getByRole('button', { name: 'Cancel' }).click();
}

test('the same in a plain page, under a hostile sheet, with Bootstrap and with Tailwind', async ({ page, host, service }) => {
  test.slow();
  const { id } = await service.find('ada', record => record.state === 'prepared');
  const body = `<div class="room"><delivery-dashboard id="d" api-base="__service" delivery-id="${id}" theme="light" lang="en"></delivery-dashboard></div>`;
  await host(body, { style: ROOM });
  const plain = {};
  await look(page, async (what, place) => { plain[what] = await still(place); });
  const others = {
    hostile: HOSTILE,
    bootstrap: await sheet('bootstrap/dist/css/bootstrap.min.css'),
    tailwind: await sheet('tailwindcss/preflight.css'),
  };
  for (const [name, style] of Object.entries(others)) {
    await host(body, { style: style + ROOM });
    // To the last pixel, once everything has come.
    await look(page, (what, place) =>
      expect.poll(async () => (await place.screenshot({ animations: 'disabled' })).equals(plain[what]), `${name}: ${what}`).toBe(true));
  }
});

test('nothing of ours gets into the page', async ({ page, host, service }) => {
  const { id } = await service.find('ada', record => record.state === 'prepared');
  const own = '<button class="button" id="own">Own</button><p class="card">Own</p>';
  const read = () => page.evaluate(() => ({
    looks: ['#own', '.card', 'h1', 'body', 'html'].map(name => {
      const { color, backgroundColor, font, padding, border, margin } = getComputedStyle(document.querySelector(name));
      return { name, color, backgroundColor, font, padding, border, margin };
    }),
    head: [...document.head.children].map(child => child.outerHTML),
    body: document.body.children.length,
    sheets: document.adoptedStyleSheets.length,
    attributes: [...document.documentElement.attributes].map(({ name, value }) => `${name}=${value}`),
    globals: Object.keys(window).filter(name => !['told', 'asked', 'login', 'provider', 'reportViolation'].includes(name)),
    title: document.title,
  }));
  await host(own);
  await page.evaluate(() => customElements.whenDefined('delivery-dashboard'));
  const before = await read();
  await page.evaluate(([service, id]) => {
    const element = Object.assign(document.createElement('delivery-dashboard'), { id: 'd', apiBase: service, deliveryId: id, tokenProvider: window.provider });
    document.querySelector('main').append(element);
  }, [service.address, id]);
  const place = page.locator('#d');
  await expect(place.getByRole('region', { name: 'Audience' })).toBeVisible();
  await place.getByRole('button', { name: 'Confirm' }).click();
  await expect(place.getByRole('dialog')).toBeVisible();
  expect(await read()).toEqual(before);
});

test('what may be set is followed: colours, font, corners, size, density, parts', async ({ page, host, service }) => {
  const { id } = await service.find('ada', record => record.state === 'prepared');
  await host(`<delivery-dashboard id="d" api-base="__service" delivery-id="${id}"></delivery-dashboard>`, {
    style: `
      #d { --dd-accent: rgb(1, 2, 3); --dd-surface: rgb(250, 251, 252); --dd-font: monospace; --dd-radius: 3px; --dd-scale: 1.5; --dd-density: .5; }
      #d::part(kpi) { outline: 5px solid rgb(9, 9, 9); }`,
  });
  const place = page.locator('#d');
  const button = place.getByRole('button', { name: 'Confirm' });
  await expect(button).toHaveCSS('background-color', 'rgb(1, 2, 3)');
  await expect(button).toHaveCSS('font-family', 'monospace');
  await expect(button).toHaveCSS('font-size', '22.5px');
  const card = place.getByRole('region', { name: 'Deployment' });
  await expect(card).toHaveCSS('background-color', 'rgb(250, 251, 252)');
  await expect(card).toHaveCSS('border-radius', '3px');
  await expect(card).toHaveCSS('padding-left', '18px');
  await expect(place.getByRole('group', { name: 'To deliver', exact: true })).toHaveCSS('outline', 'rgb(9, 9, 9) solid 5px');
});

test('without a theme it is as light or dark as the page around it', async ({ page, host, service }) => {
  const { id } = await service.find('ada', record => record.state === 'prepared');
  const element = (name, more = '') => `<delivery-kpis id="${name}" api-base="__service" delivery-id="${id}" ${more}></delivery-kpis>`;
  await page.emulateMedia({ colorScheme: 'dark' });
  await host(`${element('plain')}<div class="dark">${element('inherits')}${element('own', 'theme="light"')}</div>${element('auto', 'theme="auto"')}`, { style: '.dark { color-scheme: dark; }' });
  const ground = name => page.locator(`#${name}`).locator('.card').first();
  const [light, dark] = ['rgb(255, 254, 252)', 'rgb(28, 27, 25)'];
  for (const [name, colour] of [['plain', light], ['inherits', dark], ['own', light], ['auto', dark]]) {
    await expect(ground(name), name).toHaveCSS('background-color', colour);
  }
});

test('it is narrow where its room is narrow, whatever the window', async ({ page, host, service }) => {
  const { id } = await service.find('ada', record => record.state === 'finished');
  await host(`<div class="column"><delivery-dashboard id="d" api-base="__service" delivery-id="${id}"></delivery-dashboard></div>`, { style: '.column { width: 320px; }' });
  const place = page.locator('#d');
  await expect(place.getByRole('region', { name: 'Audience' })).toBeVisible();
  const wide = await place.evaluate(element => {
    const room = element.getBoundingClientRect();
    return [...element.shadowRoot.querySelectorAll('.app *')].filter(inner => {
      const { right, left, width } = inner.getBoundingClientRect();
      return width > 1 && !inner.closest('.unseen, svg, dialog') && (right > room.right + 1 || left < room.left - 1);
    }).map(inner => `${inner.className}: ${inner.textContent.slice(0, 40)}`);
  });
  expect(wide).toEqual([]);
});

test('with forced colours the system’s are used', async ({ page, host, service }) => {
  const { id } = await service.find('ada', record => record.state === 'prepared');
  await page.emulateMedia({ forcedColors: 'active' });
  await host(`<delivery-dashboard id="d" api-base="__service" delivery-id="${id}"></delivery-dashboard>`);
  const button = page.locator('#d').getByRole('button', { name: 'Confirm' });
  const [own, system] = await button.evaluate(element => {
    const probe = document.createElement('button');
    document.body.append(probe);
    return [element, probe].map(each => getComputedStyle(each).backgroundColor);
  });
  expect(own).toBe(system);
  await expect(button).toHaveCSS('border-top-style', 'solid');
});
