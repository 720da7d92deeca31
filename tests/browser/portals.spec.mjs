// The example portals, as their own users see them: what any framework has to do for the elements is done in one of them.
import { readFile } from 'node:fs/promises';
import { PORTALS, policyOf, serve } from '../../examples/serve.mjs';
import { expectAccessible } from './harness/axe.mjs';
import { expect, test as base } from './harness/fixtures.mjs';
import { Service, path } from './harness/service.mjs';

const test = base.extend({
  name: ['html', { option: true }],

  portal: async ({ name }, use) => {
    const portal = await serve(name);
    await use(portal);
    portal.stop();
  },

  service: async ({ portal, speed, seed }, use, test) => {
    const service = await Service.start({ speed, seed, embed: portal.address });
    portal.service = service.address;
    await use(service);
    await service.stop();
    if (test.status !== test.expectedStatus) await test.attach('what the service said', { body: service.said });
  },

  // The service is there before anybody opens the portal.
  baseURL: async ({ portal, service: _ }, use) => {
    await use(portal.address);
  },
});

const of = state => record => record.state === state;
const tile = (place, name) => place.getByRole('group', { name, exact: true });
const viewOf = page => new URL(page.url()).searchParams.get('view');

/** How language and theme are switched: the first is a field in each, the second a button of react-admin's. */
const toItalian = page => page.getByLabel('Language').selectOption('Italiano');
const toDark = async (page, name) => {
  if (name !== 'react') return page.getByLabel('Tema').selectOption('Scuro');
  await page.getByRole('button', { name: 'Cambia tema' }).click();
  // Its tip lies outside of every landmark, which is react-admin's to mend.
  await page.getByRole('main').hover();
  await expect(page.getByRole('tooltip')).toHaveCount(0);
};
/** Those that ask something of their own before a delivery may be confirmed. */
const WITH_VETO = ['html', 'react'];

const go = async (page, name) => {
  await page.getByRole('navigation').getByRole('link', { name, exact: true }).or(page.getByRole('menuitem', { name, exact: true })).click();
};
const open = (page, label) => page.getByRole('main').getByText(label, { exact: true }).first().click();

for (const name of PORTALS) {
  test.describe(name, () => {
    test.use({ name });

    test('from the list to a delivery, and back and forward', async ({ page, service }) => {
      const { label } = await service.find('ada', of('finished'));
      await page.goto('/');
      await open(page, label);
      const dashboard = page.locator('delivery-dashboard');
      await expect(tile(dashboard, 'Sent')).toBeVisible();
      const address = page.url();
      await page.goBack();
      await expect(page.getByRole('main').getByText(label, { exact: true })).toBeVisible();
      await expect(dashboard).toHaveCount(0);
      await page.goForward();
      await expect(tile(dashboard, 'Sent')).toBeVisible();
      expect(page.url()).toBe(address);
    });

    test('the place in the log window is in its address', async ({ page, service }) => {
      const { label } = await service.find('ada', of('finished'));
      await page.goto('/');
      await open(page, label);
      const logs = page.getByRole('dialog', { name: 'Logs' });
      await tile(page.locator('delivery-dashboard'), 'Bounces + errors').getByRole('link').click();
      await expect(logs.getByRole('grid', { name: 'Rows' })).toBeVisible();
      await expect.poll(() => viewOf(page)).toContain('group:bounces_errors');
      await page.reload();
      await expect(logs.getByRole('grid', { name: 'Rows' })).toBeVisible();
      expect(viewOf(page), 'it stayed where it was').toContain('group:bounces_errors');
      await logs.getByRole('tab', { name: 'Exclusion logs' }).click();
      await expect.poll(() => viewOf(page)).toMatch(/^exclu/);
      await page.goBack();
      await expect(logs).toBeHidden();
      expect(viewOf(page)).toBeNull();
      await page.goForward();
      await expect(logs.getByRole('tab', { name: 'Exclusion logs' })).toHaveAttribute('aria-selected', 'true');
      await page.keyboard.press('Escape');
      await expect(logs).toBeHidden();
      await expect.poll(() => viewOf(page)).toBeNull();
      await expect(tile(page.locator('delivery-dashboard'), 'Sent')).toBeVisible();
    });

    test('whoever goes to another delivery inside is there in the portal, too', async ({ page, service }) => {
      const { label } = await service.find('ada', of('finished'));
      await page.goto('/');
      await open(page, label);
      const heading = page.locator('delivery-dashboard').getByRole('heading', { level: 1 });
      await expect(heading).toContainText(label);
      const before = page.url();
      await page.locator('delivery-dashboard').getByRole('button', { name: 'Duplicate' }).click();
      await expect.poll(() => page.url()).not.toBe(before);
      await expect(heading).toContainText(/copy/i);
      expect(page.url()).toContain(`/${(await service.deliveries('ada'))[0].id}`);
      await page.goBack();
      await expect(heading).not.toContainText(/copy/i);
      await expect(heading).toContainText(label);
    });

    test('figures of several deliveries, with one token and one program', async ({ page }) => {
      const asked = [];
      page.on('request', request => asked.push(new URL(request.url()).pathname));
      await page.goto('/figures');
      const figures = page.locator('delivery-kpis');
      await expect(figures).toHaveCount(3);
      for (const each of await figures.all()) {
        await each.scrollIntoViewIfNeeded();
        await expect(tile(each, 'Sent')).toBeVisible();
      }
      expect(asked.filter(path => path === '/my/token')).toHaveLength(1);
      expect(asked.filter(path => path.endsWith('_bg.wasm'))).toHaveLength(1);
    });

    test('a delivery is confirmed', async ({ page, service }) => {
      const { id, label } = await service.find('ada', of('prepared'));
      await page.goto('/');
      await go(page, 'Release');
      const section = page.getByRole('region', { name: label, exact: true });
      const dialog = page.getByRole('dialog');
      if (WITH_VETO.includes(name)) {
        await section.getByRole('button', { name: 'Confirm' }).click();
        await expect(page.getByText('The customer has not signed yet.')).toBeVisible();
        await expect(dialog).toHaveCount(0);
        await section.getByLabel('The customer has signed').check();
      }
      await section.getByRole('button', { name: 'Confirm' }).click();
      await dialog.getByRole('button', { name: /^OK/ }).click();
      await expect(dialog).toBeHidden();
      if (WITH_VETO.includes(name)) await expect(page.getByText('Released.')).toBeVisible();
      await expect.poll(async () => (await service.record('ada', id)).confirmation).toBeTruthy();
    });

    test('the elements follow its language and its theme', async ({ page, service }) => {
      const { label } = await service.find('ada', of('finished'));
      await page.goto('/');
      await open(page, label);
      const dashboard = page.locator('delivery-dashboard');
      await expect(tile(dashboard, 'Sent')).toBeVisible();
      const ground = () => dashboard.evaluate(element => {
        const { backgroundColor } = getComputedStyle(element.shadowRoot.querySelector('[part~=card]'));
        return Number(backgroundColor.match(/[\d.]+/)[0]);
      });
      const light = await ground();
      await toItalian(page);
      await expect(tile(dashboard, 'Inviati')).toBeVisible();
      await toDark(page, name);
      await expect.poll(ground).toBeLessThan(light / 2);
      await page.reload();
      await expect(tile(dashboard, 'Inviati'), 'and the portal keeps both').toBeVisible();
      await expect.poll(ground).toBeLessThan(light / 2);
    });

    for (const colorScheme of ['light', 'dark']) {
      test(`axe finds nothing, ${colorScheme}`, async ({ page, service }) => {
        const { label } = await service.find('ada', of('finished'));
        await page.goto('/');
        if (colorScheme === 'dark') {
          await toItalian(page);
          await toDark(page, name);
        }
        const words = colorScheme === 'dark' ? { figures: 'Cifre', release: 'Via libera', sent: 'Inviati', confirm: 'Conferma' } : { figures: 'Figures', release: 'Release', sent: 'Sent', confirm: 'Confirm' };
        await expect(page.getByRole('main').getByText(label, { exact: true })).toBeVisible();
        await expectAccessible(page);
        await go(page, words.figures);
        await expect(tile(page.locator('delivery-kpis').first(), words.sent)).toBeVisible();
        await expectAccessible(page);
        await go(page, words.release);
        await expect(page.locator('delivery-confirm').first().getByRole('button', { name: words.confirm })).toBeVisible();
        await expectAccessible(page);
        await page.goBack();
        await page.goBack();
        await open(page, label);
        await expect(tile(page.locator('delivery-dashboard'), words.sent)).toBeVisible();
        await expectAccessible(page);
      });
    }

    test('its README names the policy that it is served with, and nothing of it is unsafe but WebAssembly', async ({ portal, service }) => {
      const answer = await fetch(portal.address);
      const sent = answer.headers.get('content-security-policy');
      const readme = await readFile(path(`examples/${name}/README.md`), 'utf8');
      expect(readme).toContain(`    Content-Security-Policy: ${policyOf(name, 'https://mail.example', 'NONCE')}\n`);
      const [, nonce] = sent.match(/'nonce-([^']+)'/) ?? [];
      expect(sent).toBe(policyOf(name, service.address, nonce));
      expect(sent.match(/'(?:wasm-)?unsafe-[^']*'/g)).toEqual(["'wasm-unsafe-eval'"]);
    });
  });
}
