// Two languages, whole: chosen by the browser at first, by hand from then on, and switched without losing anything.
import { Dashboard } from './harness/dashboard.mjs';
import { expectAccessible } from './harness/axe.mjs';
import { expect, test } from './harness/fixtures.mjs';

const of = state => record => record.state === state;
const language = page => page.getByRole('combobox', { name: /^(Language|Lingua)$/ });

test('it speaks English to who reads neither, and keeps what was chosen', async ({ page, service }) => {
  const { id } = await service.find('ada', of('finished'));
  await new Dashboard(page).open(id);
  await language(page).selectOption('it');
  await expect(page.getByRole('region', { name: 'Pubblico' })).toBeVisible();
  await expect(language(page), 'whoever changed it goes on from there').toBeFocused();
  expect(await page.locator('html').getAttribute('lang')).toBe('it');
  await expect(page).toHaveTitle(/Pannello|Terminat|Inviat|consegna/i);
  await page.reload();
  await expect(page.getByRole('region', { name: 'Pubblico' })).toBeVisible();
  await language(page).selectOption('en');
  await expect(page.getByRole('region', { name: 'Audience' })).toBeVisible();
});

test('what is open stays open when the language is another', async ({ page, service }) => {
  const { id } = await service.find('ada', of('finished'));
  await page.goto(`/?delivery=${id}&log=sending,status:failed`);
  const logs = page.getByRole('dialog', { name: 'Logs' });
  await expect(logs.getByRole('grid')).toBeVisible();
  const rows = await logs.getByRole('grid').getAttribute('aria-rowcount');
  // Behind a dialog nobody presses anything: another tab of the same browser might.
  await page.evaluate(() => {
    const select = document.querySelector('.app-tools__language select');
    select.value = 'it';
    select.dispatchEvent(new Event('change', { bubbles: true }));
  });
  const italian = page.getByRole('dialog', { name: 'Registri' });
  await expect(italian.getByRole('grid')).toHaveAttribute('aria-rowcount', rows);
  expect(new URL(page.url()).searchParams.get('log')).toContain('status:failed');
});

test.describe('in an Italian browser', () => {
  test.use({ locale: 'it-IT' });

  test('all of it is Italian, numbers and dates too', async ({ page, service }) => {
    const record = await service.find('ada', of('sending'));
    await page.goto(`/?delivery=${record.id}`);
    const deployment = page.getByRole('region', { name: 'Invio' });
    const names = ['Da consegnare', 'Inviati', 'Recapitati', 'Mancati recapiti + errori', 'Tasso di apertura', 'Tasso di click-through'];
    for (const name of names) await expect(deployment.getByRole('group', { name, exact: true })).toBeVisible();
    await expect(deployment.getByRole('group', { name: 'Inviati', exact: true })).toContainText(/\d,\d.*%/s);
    await expect(page.getByRole('region', { name: 'Pubblico' })).toContainText('12.000');
    await expect(page.getByRole('region', { name: 'Pianificazione' })).toBeVisible();
    const said = await page.locator('.app').innerText();
    for (const english of ['Sent', 'Delivered', 'Open rate', 'Audience', 'Schedule', 'Logs', 'Pause', 'Stop sending', 'to deliver', 'handed over']) {
      expect(said, english).not.toContain(english);
    }
  });

  for (const colorScheme of ['light', 'dark']) {
    test(`axe finds nothing, ${colorScheme}`, async ({ page, service }) => {
      await page.emulateMedia({ colorScheme });
      const { id } = await service.find('ada', of('prepared'));
      await page.goto(`/?delivery=${id}`);
      await expect(page.getByRole('region', { name: 'Pubblico' })).toBeVisible();
      await expectAccessible(page);
      await page.getByRole('button', { name: 'Conferma' }).click();
      await expect(page.getByRole('dialog')).toBeVisible();
      await expectAccessible(page);
      await page.keyboard.press('Escape');
      await page.getByRole('link', { name: 'Registri' }).first().click();
      await expect(page.getByRole('dialog', { name: 'Registri' })).toBeVisible();
      await expectAccessible(page);
    });
  }

  test.describe('while it is sent', () => {
    // A send takes three minutes: long enough to be seen.
    test.use({ speed: 6 });

    test('a send is confirmed in Italian', async ({ page, service }) => {
      const { id } = await service.find('ada', of('prepared'));
      await page.goto(`/?delivery=${id}`);
      await page.getByRole('button', { name: 'Conferma' }).click();
      const dialog = page.getByRole('dialog');
      await expect(dialog.getByRole('button', { name: 'Annulla' })).toBeFocused();
      await expect(dialog).toContainText(/person[ae]/);
      await dialog.getByRole('button', { name: /^OK/ }).click();
      await expect(page.getByRole('region', { name: 'Invio' })).toContainText('Invio in corso');
      await expect.poll(async () => (await service.record('ada', id)).state).toMatch(/sending|finished/);
    });
  });
});

test('a language whose words do not come says so, and can be had again', async ({ page, service, expected }) => {
  expected.push(/net::ERR_/, /Failed to fetch/);
  const { id } = await service.find('ada', of('finished'));
  await page.route('**/later-italian-*.wasm', route => route.abort());
  await page.addInitScript(() => localStorage.setItem('delivery-dashboard.language', 'it'));
  await page.goto(`/?delivery=${id}`);
  await expect(page.getByRole('alert')).toBeVisible();
  await page.unroute('**/later-italian-*.wasm');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('region', { name: 'Pubblico' })).toBeVisible();
});
