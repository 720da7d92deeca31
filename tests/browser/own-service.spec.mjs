// The page over a service that is not ours: the smallest one there is, of the guide to one's own service.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Dashboard } from './harness/dashboard.mjs';
import { expect, test as base } from './harness/fixtures.mjs';
import { path } from './harness/service.mjs';

const event = (message, name, data) => `${JSON.stringify({
  specversion: '1.0', id: `${message}.${name}`, source: '/own', type: `message.${name}`, subject: message, time: new Date().toISOString(), data,
})}\n`;
const prepared = (message, address) => event(message, 'prepared', { preparation: 1, address });

const test = base.extend({
  log: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'own-service-'));
    const log = join(folder, 'events.ndjson');
    await writeFile(log, [
      prepared('m1', 'zoe@mail.example'), prepared('m2', 'max@mail.example'), prepared('m3', 'ida@mail.example'),
      event('m1', 'relayed'), event('m2', 'relayed'),
    ].join(''));
    await use(log);
    await rm(folder, { recursive: true });
  },

  service: async ({ log }, use) => {
    const server = spawn('node', [path('examples/own-service/serve.mjs'), '0', log, path('dist')], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = await once(createInterface({ input: server.stdout }), 'line');
    await use({ address: line.replace('listening on ', '') });
    server.kill();
  },
});

test('a log that is a file is shown, and followed', async ({ page, log }) => {
  await page.goto('/');
  await page.getByRole('link', { name: 'May letter' }).click();
  const dashboard = new Dashboard(page);
  await expect(dashboard.tile('Sent')).toContainText('2 of 3');
  await expect(dashboard.tile('Delivered')).toContainText('0 of 2 sent');
  await appendFile(log, event('m1', 'delivered') + event('m2', 'bounced', { nature: 'hard', reason: 'user_unknown', smtp: '550', enhanced: '5.1.1' }));
  await expect(dashboard.tile('Delivered')).toContainText('1 of 2 sent');
  await expect(dashboard.tile('Bounces + errors')).toContainText('1 of 2 sent');
  await expect(dashboard.action('Pause')).toBeDisabled();
  await page.getByRole('link', { name: 'Who did not get it, and why' }).click();
  await page.getByText('max@mail.example').click();
  await expect(dashboard.dialog).toContainText('550 5.1.1');
});

test('what is no event is counted, and stops nothing', async ({ page, log }) => {
  await appendFile(log, 'no event\n' + event('m3', 'relayed'));
  await page.goto('/?delivery=MAY');
  const dashboard = new Dashboard(page);
  await expect(dashboard.tile('Sent')).toContainText('3 of 3');
  await page.getByRole('link', { name: 'Logs', exact: true }).click();
  await page.getByRole('tab', { name: 'Oddities' }).click();
  await expect(dashboard.dialog).toContainText('no event');
});
