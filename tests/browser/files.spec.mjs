// Event files in the page: what they make is what the engine counts, nothing leaves the browser, and no service is needed.
import { execFile } from 'node:child_process';
import { createReadStream, existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { expectAccessible } from './harness/axe.mjs';
import { Dashboard } from './harness/dashboard.mjs';
import { expect, test } from './harness/fixtures.mjs';
import { exactCounts } from './harness/fold.mjs';
import { Logs } from './harness/logs.mjs';
import { path } from './harness/service.mjs';

const run = promisify(execFile);
const at = minute => new Date(Date.UTC(2026, 10, 20, 9, minute)).toISOString();

/** So many mails through SES: all sent, most delivered, every tenth refused, every third opened. */
function ses(mails) {
  const lines = [];
  for (let mail = 0; mail < mails; mail += 1) {
    const to = `ses${mail}@mail.example`;
    const about = { messageId: `ses-${mail}`, timestamp: at(0), destination: [to] };
    lines.push({ eventType: 'Send', mail: about, send: {} });
    if (mail % 10 === 9) {
      const bouncedRecipients = [{ emailAddress: to, status: '5.1.1', diagnosticCode: 'smtp; 550 5.1.1 user unknown' }];
      lines.push({ eventType: 'Bounce', mail: about, bounce: { timestamp: at(2), feedbackId: `b${mail}`, bounceType: 'Permanent', bounceSubType: 'General', bouncedRecipients } });
      continue;
    }
    lines.push({ eventType: 'Delivery', mail: about, delivery: { timestamp: at(1), recipients: [to] } });
    if (mail % 3 === 0) lines.push({ eventType: 'Open', mail: about, open: { timestamp: at(30), ipAddress: '192.0.2.1', userAgent: 'x' } });
  }
  return lines;
}

/** So many through SendGrid, as its webhook posts them: a list. */
function sendgrid(mails) {
  const of = (mail, event, minute, more = {}) => ({
    event, email: `sg${mail}@mail.example`, timestamp: Date.parse(at(minute)) / 1000, sg_event_id: `${event}-${mail}`, sg_message_id: `sg-${mail}.filter`, ...more,
  });
  return Array.from({ length: mails }, (_, mail) => [
    of(mail, 'processed', 0),
    mail % 4 === 3 ? of(mail, 'bounce', 1, { type: 'bounce', status: '5.1.1', reason: '550 5.1.1 user unknown' }) : of(mail, 'delivered', 1),
    ...(mail % 4 === 0 ? [of(mail, 'click', 40, { url: 'https://shop.example/' })] : []),
  ]).flat();
}

const lines = events => events.map(event => `${JSON.stringify(event)}\n`).join('');
const SES = { name: 'ses.ndjson', mimeType: 'application/x-ndjson', buffer: Buffer.from(lines(ses(50))) };
const SENDGRID = { name: 'sendgrid.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(sendgrid(20))) };

/** What the engine counts of these files together. */
async function counted(files, options = []) {
  const folder = await mkdtemp(join(tmpdir(), 'files-'));
  const file = join(folder, 'all');
  await writeFile(file, files.map(({ buffer }) => buffer.toString()).join('\n'));
  const { stdout } = await run(path('target/release/fold'), ['--as-of', new Date().toISOString(), ...options, file]);
  await rm(folder, { recursive: true });
  const all = JSON.parse(stdout);
  return exactCounts({ all, people: all });
}

/** The page in which files are chosen, and what becomes of them. */
class Files {
  constructor(page) {
    this.page = page;
    this.dashboard = new Dashboard(page);
  }

  async open(query = '?files') {
    await this.page.goto(`/${query}`);
    await expect(this.page.getByRole('heading', { level: 1, name: 'Event files' })).toBeVisible();
  }

  async choose(...files) {
    await this.page.getByLabel(/^(Choose|Add) files$/).last().setInputFiles(files);
  }

  /** Until every tile says what it should. */
  async expectCounts(expected) {
    for (const [name, counts] of Object.entries(expected)) {
      await expect.poll(async () => (await this.dashboard.counts(name)).slice(0, counts.length), { message: name }).toEqual(counts);
    }
  }
}

test('a provider’s file becomes a dashboard, and every number is the engine’s', async ({ page }) => {
  const files = new Files(page);
  await files.open();
  await files.choose(SES);
  await expect(page.getByRole('heading', { level: 1, name: 'ses.ndjson' })).toBeVisible();
  await files.expectCounts(await counted([SES]));
  await expect(page.getByText('Amazon SES').first()).toBeVisible();
  await expect(files.dashboard.deployment).toContainText('as of');
  // Nothing can be done to it, and nothing is asked of anybody.
  await expect(page.getByRole('group', { name: 'Actions' }).getByRole('button')).toHaveCount(0);
});

test('several providers, packed and repeated, are one delivery, and stand side by side', async ({ page }) => {
  const files = new Files(page);
  await files.open();
  const packed = { name: 'sendgrid.json.gz', mimeType: 'application/gzip', buffer: gzipSync(SENDGRID.buffer) };
  const again = { ...SES, name: 'ses again.ndjson', buffer: SES.buffer.subarray(0, SES.buffer.lastIndexOf('\n', SES.buffer.length / 2) + 1) };
  await files.choose(SES, packed, again);
  await expect(page.getByRole('heading', { level: 1, name: 'ses.ndjson + 2' })).toBeVisible();
  await files.expectCounts(await counted([SES, SENDGRID]));
  const rows = page.getByRole('region', { name: 'By provider' }).getByRole('row');
  await expect(rows).toHaveText([/Events from.*Sent.*Delivered/, /Amazon SES\s*50\s*90.*45.*10.*5/, /SendGrid\s*20\s*75.*15.*25.*5/]);
  // Without one of them it is the other alone.
  await page.getByRole('button', { name: 'Remove' }).nth(1).click();
  await files.expectCounts(await counted([SES]));
  await expect(page.getByRole('region', { name: 'By provider' })).toHaveCount(0);
});

test('with only failures reported, Delivered starts at all of them', async ({ page }) => {
  const files = new Files(page);
  await files.open();
  const sends = { ...SES, buffer: Buffer.from(lines(ses(10).filter(({ eventType }) => eventType !== 'Delivery' && eventType !== 'Open'))) };
  await files.choose(sends);
  await files.expectCounts(await counted([sends]));
  await page.getByLabel(/^Only failures are reported/).check();
  await files.expectCounts(await counted([sends], ['--feedback', 'off']));
  await expect(files.dashboard.tile('Delivered').getByRole('definition').first()).toContainText('90');
  const hours = page.getByLabel('Retries go on for, in hours');
  await hours.fill('100');
  await hours.press('Enter');
  await expect(page.getByRole('alert')).toHaveText('A whole number from 1 to 84.');
});

test('a number opens into its recipients, and a recipient into the events of the file', async ({ page }) => {
  const files = new Files(page);
  const logs = new Logs(page);
  await files.open();
  await files.choose(SENDGRID);
  await files.dashboard.tile('Bounces + errors').getByRole('link').click();
  await logs.expectCount(5);
  await expect(logs.grid.getByRole('row').nth(1)).toContainText('sg3@mail.example');
  await logs.grid.getByRole('row').nth(1).click();
  await expect(logs.story).toContainText('550');
  await expect(logs.story).toContainText(/User unknown|user unknown/i);
});

test('a file that is none of these says what was looked for, and shows its first line', async ({ page }) => {
  const files = new Files(page);
  await files.open();
  await files.choose({ name: 'list.csv', mimeType: 'text/csv', buffer: Buffer.from('name,address\nAda,ada@mail.example\n') }, { name: 'empty.json', mimeType: 'application/json', buffer: Buffer.alloc(0) });
  const list = page.getByRole('list', { name: 'Files' });
  await expect(list.getByRole('listitem').first()).toContainText('It begins with: name,address');
  await expect(list.getByRole('listitem').nth(1)).toContainText('There is nothing in it.');
  await expect(page.getByRole('button', { name: 'Open the dashboard' })).toHaveAttribute('aria-disabled', 'true');
  // Beside one that can be read, it is up to whoever chose them.
  await files.choose(SES);
  await expect(list.getByRole('listitem')).toHaveCount(3);
  await page.getByRole('button', { name: 'Open the dashboard' }).click();
  await files.expectCounts(await counted([SES]));
  await expectAccessible(page);
});

test('files are dropped anywhere on the page', async ({ page }) => {
  const files = new Files(page);
  await files.open();
  await page.getByRole('heading', { level: 1 }).evaluate((heading, text) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([text], 'dropped.ndjson'));
    for (const type of ['dragover', 'drop']) heading.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer }));
  }, SES.buffer.toString());
  await files.expectCounts(await counted([SES]));
});

test('an address names the files, and a reload comes back to the same place', async ({ page }) => {
  const files = new Files(page);
  const logs = new Logs(page);
  await page.route(url => url.pathname === '/export/ses.ndjson', route => route.fulfill({ contentType: 'application/x-ndjson', body: SES.buffer }));
  await page.goto('/?events=/export/ses.ndjson');
  await files.expectCounts(await counted([SES]));
  await files.dashboard.tile('Delivered').getByRole('link').click();
  await logs.expectCount(45);
  await page.reload();
  await logs.expectCount(45);
  await page.goto('/?events=/export/none.ndjson');
  await expect(page.getByRole('list', { name: 'Files' })).toContainText(/Looked for|status 404/);
});

test('reading can be left, and begins anew', async ({ page }) => {
  const files = new Files(page);
  // Whoever reads fast would be done before anybody could leave: after the first megabyte it waits.
  await page.addInitScript(() => {
    const held = new Promise(done => { window.goOn = done; });
    const whole = Blob.prototype.stream;
    Blob.prototype.stream = function stream() {
      let read = 0;
      const transform = async (piece, out) => {
        if (read > 1_000_000) await held;
        read += piece.length;
        out.enqueue(piece);
      };
      return whole.call(this).pipeThrough(new TransformStream({ transform }));
    };
  });
  await files.open();
  const long = { ...SES, name: 'long.ndjson', buffer: Buffer.from(lines(ses(30_000))) };
  await files.choose(long);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.evaluate(() => window.goOn());
  await expect(page.getByRole('heading', { level: 1, name: 'Event files' })).toBeVisible();
  await expect(page.getByRole('progressbar')).toHaveCount(0);
  await page.getByRole('button', { name: 'Open the dashboard' }).click();
  await files.expectCounts(await counted([long]));
  await expect(page.getByRole('progressbar', { name: 'Reading the files' })).toHaveCount(0);
});

test('nothing of the files leaves the browser, or is kept in it', async ({ page, context }) => {
  const files = new Files(page);
  const asked = [];
  await files.open();
  page.on('request', request => asked.push(`${request.method()} ${new URL(request.url()).pathname}`));
  await files.choose(SES, SENDGRID);
  await files.expectCounts(await counted([SES, SENDGRID]));
  await page.getByRole('link', { name: 'Logs' }).first().click();
  await expect(page.getByRole('dialog')).toContainText('mail.example');
  // Parts of the program and the page's own sign, by their names, and nothing else.
  expect(asked.filter(request => !/^GET \/(later-[\w-]+\.wasm|icon\.svg)$/.test(request))).toEqual([]);
  const kept = JSON.stringify(await context.storageState()) + (await page.evaluate(() => JSON.stringify({ ...sessionStorage })));
  expect(kept).not.toContain('mail.example');
  expect(page.url()).not.toContain('mail.example');
});

test('the list of deliveries leads there, and it looks at home in both themes and on a phone', async ({ page }) => {
  const files = new Files(page);
  await page.goto('/');
  await page.getByRole('link', { name: 'Open event files' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Event files' })).toBeVisible();
  await expectAccessible(page);
  await files.choose(SES, SENDGRID);
  await expect(page.getByRole('region', { name: 'By provider' })).toBeVisible();
  await page.emulateMedia({ colorScheme: 'dark' });
  await expectAccessible(page);
  await page.setViewportSize({ width: 320, height: 700 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
});

/** In the place of the service, a server of files. The page is gone before it: what it still asks for is answered. */
const alone = test.extend({
  service: async ({}, use) => {
    const types = { '.html': 'text/html', '.js': 'text/javascript', '.wasm': 'application/wasm', '.css': 'text/css', '.json': 'application/json', '.svg': 'image/svg+xml' };
    const server = createServer((request, response) => {
      const name = new URL(request.url, 'http://x').pathname.replace(/^\/tools\/dashboard\//, '/').replace(/\/$/, '/index.html');
      const file = path(`dist${name}`);
      if (!existsSync(file)) return response.writeHead(404).end('not here');
      response.writeHead(200, { 'Content-Type': types[extname(file)] ?? 'application/octet-stream' });
      return createReadStream(file).pipe(response);
    });
    await new Promise(done => server.listen(0, '127.0.0.1', done));
    await use({ address: `http://127.0.0.1:${server.address().port}` });
    server.closeAllConnections();
    server.close();
  },
});

alone.describe('with no service at all', () => {
  alone.use({ expected: [/404 \(Not Found\)/] });

  alone('a server of files is enough', async ({ page }) => {
    const files = new Files(page);
    // In a folder, as such servers have it. The page as it is begins with a service that is not there, and says so.
    await page.goto('/tools/dashboard/');
    await page.getByRole('link', { name: 'Open event files' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Event files' })).toBeVisible();
    await files.choose(SES);
    await files.expectCounts(await counted([SES]));
  });
});
