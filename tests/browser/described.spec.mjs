// What describes the elements to editors and compilers is true.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from './harness/fixtures.mjs';
import { path } from './harness/service.mjs';

test('the types are those that a portal needs', async () => {
  const run = promisify(execFile);
  const told = await run(path('node_modules/.bin/tsc'), ['--project', path('tests/browser/types')])
    .catch(error => error);
  expect(told.stdout).toBe('');
});

test('the manifest names every attribute, property, method and event, and no other', async ({ page, service }) => {
  const manifest = await (await fetch(`${service.address}/custom-elements.json`)).json();
  await page.goto('/');
  const real = await page.evaluate(async () => {
    await import('/delivery-dashboard.js');
    return ['delivery-dashboard', 'delivery-kpis', 'delivery-confirm'].map(tag => {
      const made = customElements.get(tag);
      const own = Object.getOwnPropertyNames(Object.getPrototypeOf(made.prototype));
      return { tag, attributes: [...made.observedAttributes].sort(), own };
    });
  });
  const declared = manifest.modules[0].declarations;
  expect(declared.map(({ tagName }) => tagName)).toEqual(real.map(({ tag }) => tag));
  for (const [at, { attributes, own }] of real.entries()) {
    const told = declared[at];
    expect(told.attributes.map(({ name }) => name).sort()).toEqual(attributes);
    const members = [...told.attributes.map(({ fieldName }) => fieldName), ...told.members.map(({ name }) => name)].filter(Boolean);
    for (const name of members) expect(own, name).toContain(name);
  }
});
