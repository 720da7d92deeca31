// The element in somebody else's page: it shows, asks in the top layer, keeps the focus in its own root, and goes without a trace.
import assert from 'node:assert/strict';
import { Key } from 'selenium-webdriver';
import { journey } from './harness/journey.mjs';
import { until } from './harness/patience.mjs';

journey('an element shows a delivery in a portal, and asks before it sends', { isHosted: true }, async ({ screen, service, portal }) => {
  const { id } = await service.find('ada', record => record.state === 'prepared');
  portal.host(service, `<delivery-dashboard id="d" api-base="__service" delivery-id="${id}"></delivery-dashboard>`);
  await screen.goto(`${portal.address}/`);
  const element = await screen.driver.findElement({ id: 'd' });
  await screen.the('group', 'To deliver', element);
  await until('the portal hears that it is ready', () => screen.driver.executeScript("return window.told.some(({ name }) => name === 'ready')"));
  await screen.press('button', 'Confirm', element);
  const dialog = await screen.the('dialog', undefined, element);
  await screen.expectFocus('button', 'Cancel');
  assert.ok(await screen.driver.executeScript(dialog => dialog.matches(':modal'), dialog), 'nothing else of the portal can be used');
  await screen.keys(Key.ESCAPE);
  await until('it is closed', async () => (await screen.all('dialog', undefined, element)).length === 0);
  await screen.expectFocus('button', 'Confirm');
  // The sheet that comes with the first file, and the one that comes later.
  const sheets = await screen.driver.executeScript(element => element.shadowRoot.adoptedStyleSheets.length, element);
  assert.ok(sheets >= 2, `${sheets} sheets`);
  await screen.driver.executeScript(element => {
    window.kept = element;
    element.remove();
  }, element);
  await until('nothing is left of it', () => screen.driver.executeScript('return window.kept.shadowRoot.childElementCount === 0'));
});
