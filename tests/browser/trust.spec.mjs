// The policy of the page is enforced, and the harness would notice if it were violated.
import { expect, test } from './harness/fixtures.mjs';

test('the page forbids what it does not need', async ({ request }) => {
  const answer = await request.get('/');
  const policy = answer.headers()['content-security-policy'];
  expect(policy).toMatch(/default-src '(none|self)'/);
  expect(policy).toContain("'wasm-unsafe-eval'");
  expect(policy).not.toContain("'unsafe-inline'");
  expect(policy).not.toContain("'unsafe-eval'");
});

test('a violation is blocked and noticed', async ({ page, expected }) => {
  expected.push(/Content Security Policy/, /^policy: style-src-attr blocked inline/);
  await page.goto('/');
  const noticed = page.waitForEvent('console', message => /Content Security Policy/.test(message.text()));
  await page.evaluate(() => document.body.setAttribute('style', 'opacity: 0.5'));
  await noticed;
  expect(await page.evaluate(() => getComputedStyle(document.body).opacity)).toBe('1');
});
