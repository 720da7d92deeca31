// A whole session by keyboard alone, and by the accessibility tree alone: list, schedule, preparation, confirmation, logs.
import { expect, test } from './harness/fixtures.mjs';

/** Tab by tab to something, as far as anybody would go. */
async function tabTo(page, target, most = 60) {
  for (let count = 0; count < most; count++) {
    if (await target.evaluate(element => element.getRootNode().activeElement === element).catch(() => false)) return;
    await page.keyboard.press('Tab');
  }
  await expect(target, `within ${most} tabs`).toBeFocused();
}

for (const { lang, words } of [
  {
    lang: 'en',
    words: {
      list: 'Deliveries', change: 'Change', onDate: /on the date specified below/, start: 'Start sending from', save: 'Save', schedule: 'Schedule', prepare: 'Prepare', confirm: 'Confirm',
      cancel: 'Cancel', actions: 'Actions', deployment: 'Deployment', sent: 'Sent', logs: 'Logs', callOff: 'Call off', rows: 'Rows',
    },
  },
  {
    lang: 'it',
    words: {
      list: 'Consegne', change: 'Modifica', onDate: /data|specificata/i, start: /Inizia|Avvia|invio dal|partire/i, save: 'Salva', schedule: 'Pianificazione', prepare: 'Prepara', confirm: 'Conferma',
      cancel: 'Annulla', actions: 'Azioni', deployment: 'Invio', sent: 'Inviati', logs: 'Registri', callOff: 'Revoca invio', rows: 'Righe',
    },
  },
]) {
  test(`schedule, prepare, confirm and read the logs without a pointer: ${lang}`, async ({ page, service }) => {
    test.slow();
    const record = await service.find('ada', record => record.state === 'editing' && record.kind !== 'recurring' && record.recurrence !== 'recurring' && record.schedule.plan === 'once_confirmed');
    await page.addInitScript(lang => localStorage.setItem('delivery-dashboard.language', lang), lang);
    await page.goto('/');
    await expect(page.getByRole('heading', { name: words.list, level: 1 })).toBeVisible();
    await tabTo(page, page.getByRole('link', { name: record.label }));
    await page.keyboard.press('Enter');
    const actions = page.getByRole('group', { name: words.actions });
    await expect(actions.getByRole('button', { name: words.prepare, exact: true })).toBeVisible();

    // A date far ahead, so that nothing leaves; changed, looked at, saved.
    const schedule = page.getByRole('region', { name: words.schedule });
    await tabTo(page, schedule.getByRole('button', { name: words.change }));
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    const choices = dialog.getByRole('radio');
    await expect(choices.first()).toBeFocused();
    await page.keyboard.press('ArrowDown');
    await expect(choices.nth(1)).toBeChecked();
    const start = dialog.locator('input[type="datetime-local"]');
    await tabTo(page, start);
    await page.keyboard.type('01012099');
    await page.keyboard.press('Tab');
    await page.keyboard.type('0900');
    await tabTo(page, dialog.getByRole('button', { name: words.save }));
    await page.keyboard.press('Enter');
    await expect(dialog).toBeHidden();
    await expect(schedule.getByRole('button', { name: words.change }), 'back where it was opened').toBeFocused();
    await expect(schedule).toContainText('2099');

    await tabTo(page, actions.getByRole('button', { name: words.prepare, exact: true }));
    await page.keyboard.press('Enter');
    const confirm = actions.getByRole('button', { name: words.confirm, exact: true });
    await expect(confirm).toBeEnabled({ timeout: 60_000 });
    await tabTo(page, confirm);
    await page.keyboard.press('Enter');
    await expect(dialog.getByRole('button', { name: words.cancel })).toBeFocused();
    // The wrong way first: nothing happens, and the focus comes back.
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await expect(confirm).toBeFocused();
    await page.keyboard.press('Enter');
    await tabTo(page, dialog.getByRole('button', { name: /^OK/ }));
    await page.keyboard.press('Enter');
    await expect(actions.getByRole('button', { name: words.callOff })).toBeVisible();
    expect((await service.record('ada', record.id)).state).toBe('waiting');

    await tabTo(page, page.getByRole('link', { name: words.logs, exact: true }));
    await page.keyboard.press('Enter');
    await expect(dialog).toBeVisible();
    const grid = dialog.getByRole('grid', { name: words.rows });
    await tabTo(page, grid);
    await page.keyboard.press('End');
    await page.keyboard.press('Home');
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
  });
}

test('the tree that screen readers read says what the screen shows', async ({ page, service }) => {
  const record = await service.find('ada', record => record.state === 'prepared');
  await page.goto(`/?delivery=${record.id}`);
  await expect(page.getByRole('region', { name: 'Audience' })).toBeVisible();
  await expect(page.getByRole('banner')).toMatchAriaSnapshot(`
    - banner:
      - link "Skip to content"
      - navigation "Delivery dashboard":
        - link "Deliveries"
      - combobox "Language"
      - group "Theme":
        - radio "System" [checked]
        - radio "Light"
        - radio "Dark"
      - combobox "Signed in as"
  `);
  await expect(page.getByRole('main')).toMatchAriaSnapshot(`
    - main "Delivery":
      - heading [level=1]
      - group "Actions":
        - button "Confirm"
      - region "Deployment":
        - heading "Deployment" [level=2]
        - progressbar "Send preparation completed"
        - paragraph: Send preparation completed
        - heading "Key figures" [level=3]
        - group "Targeted"
        - group "To deliver"
      - region "Audience":
        - heading "Audience" [level=2]
      - region "Schedule":
        - heading "Schedule" [level=2]
      - region "Content":
        - heading "Content" [level=2]
      - region "Summary"
  `);
  await page.getByRole('group', { name: 'Actions' }).getByRole('button', { name: 'Confirm' }).click();
  await expect(page.getByRole('dialog')).toMatchAriaSnapshot(`
    - dialog:
      - heading [level=2]
      - button "Cancel"
      - button /^OK, /
  `);
});
