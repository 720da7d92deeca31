// Events that a hub hands on: the page follows it where the service says so, and whatever becomes of it, the numbers are those
// of the service's own log.
import { Dashboard } from './harness/dashboard.mjs';
import { expect, test as base } from './harness/portal.mjs';
import { Hub } from './harness/hub.mjs';
import { Service } from './harness/service.mjs';

const test = base.extend({
  hub: async ({}, use) => {
    const hub = await Hub.start();
    await use(hub);
    await hub.stop();
  },

  service: async ({ hub, portal, speed, seed }, use, test) => {
    const service = await Service.start({ speed, seed, hub, embed: portal.address });
    // From its first beat on the hub is offered.
    await expect.poll(() => hub.published(/\/api\/deliveries$/).length).toBeGreaterThan(0);
    await use(service);
    await service.stop();
    if (test.status !== test.expectedStatus) await test.attach('what the service said', { body: service.said });
  },
});

// So that the log stands still for long enough to be compared, on any machine.
test.use({ speed: 6 });

const sending = record => record.state === 'sending';
const topic = (id, masked = '') => `https://mail.example/api/deliveries/${id}/events${masked}`;

/** The streams that the page asks the service for. */
function watch(page) {
  const streams = [];
  page.on('request', request => {
    if (request.headers().accept === 'text/event-stream' && request.url().includes('/api/')) streams.push(new URL(request.url()).search);
  });
  return streams;
}

test('what happens comes from the hub', async ({ page, service, hub }) => {
  const { id } = await service.find('ada', sending);
  const streams = watch(page);
  const dashboard = new Dashboard(page);
  await dashboard.open(id);
  await expect.poll(() => hub.followers).toBe(1);
  expect(hub.followed[0].topics[0]).toBe(topic(id));
  const sent = async () => (await dashboard.counts('Sent'))[0];
  const before = await sent();
  await expect.poll(sent).toBeGreaterThan(before);
  await dashboard.action('Pause').click();
  await expect(dashboard.deployment).toContainText('Sending paused');
  await dashboard.expectTruth(service, id);
  expect(streams.every(stream => stream.endsWith('&hub')), 'and not from the service').toBe(true);
  expect(hub.followers, 'over one connection').toBe(1);
});

test('who may not see addresses gets none from the hub', async ({ page, service, hub }) => {
  const { id } = await service.find('ada', sending);
  const dashboard = new Dashboard(page);
  await dashboard.open(id, 'bo');
  await expect.poll(() => hub.followed.at(-1)?.topics[0]).toBe(topic(id, '?masked'));
  await expect.poll(() => hub.published(/\?masked$/).length).toBeGreaterThan(0);
  for (const { data } of hub.published(/\?masked$/)) expect(data.replaceAll(/"address":"[^"]*•••@/g, '')).not.toContain('"address"');
});

test('a hub that breaks off, and one that has forgotten everything, lose nothing', async ({ page, service, hub, expected }) => {
  expected.push(/net::ERR_/);
  const { id } = await service.find('ada', sending);
  const dashboard = new Dashboard(page);
  await dashboard.open(id);
  const sent = async () => (await dashboard.counts('Sent'))[0];
  for (const disturb of [() => hub.close(), () => (hub.forget(), hub.close()), async () => (await hub.stop(), hub.forget(), hub.restart())]) {
    await expect.poll(() => hub.followers).toBe(1);
    const [before, follows] = [await sent(), hub.followed.length];
    await disturb();
    await expect.poll(() => hub.followed.length).toBeGreaterThan(follows);
    await expect.poll(sent).toBeGreaterThan(before);
  }
  await dashboard.action('Pause').click();
  await expect(dashboard.deployment).toContainText('Sending paused');
  await dashboard.expectTruth(service, id);
});

test('what a hub says it goes on behind is not read again', async ({ page, service, hub }) => {
  hub.saysWhere = true;
  const { id } = await service.find('ada', record => record.state === 'editing');
  await service.order('ada', id, 'prepare');
  await expect.poll(async () => (await service.record('ada', id)).state).toBe('prepared');
  await expect.poll(async () => hub.published(new RegExp(`${id}/events$`)).at(-1)?.id).toBe(`${topic(id)}#${String(await service.end('ada', id)).padStart(16, '0')}`);
  const reads = [];
  page.on('request', request => request.headers().accept === 'application/x-ndjson' && reads.push(request.url()));
  const dashboard = new Dashboard(page);
  await dashboard.open(id);
  for (const count of [1, 2]) {
    await expect.poll(() => hub.followed.length).toBe(count);
    expect(hub.followed.at(-1)).toMatchObject({ isKnown: true });
    await expect.poll(() => hub.followers).toBe(1);
    if (count === 1) hub.close();
  }
  const { preparation } = await service.record('ada', id);
  await service.order('ada', id, 'confirm', { fingerprint: preparation.fingerprint });
  await expect.poll(async () => (await dashboard.counts('Sent'))[0]).toBeGreaterThan(0);
  expect(reads, 'the history, once').toHaveLength(1);
});

test('where there is no hub any more, the service is followed', async ({ page, service, hub, expected }) => {
  expected.push(/net::ERR_/);
  const { id } = await service.find('ada', sending);
  const dashboard = new Dashboard(page);
  await dashboard.open(id);
  await expect.poll(() => hub.followers).toBe(1);
  await hub.stop();
  const sent = async () => (await dashboard.counts('Sent'))[0];
  const before = await sent();
  await expect.poll(sent).toBeGreaterThan(before);
  await expect(dashboard.deployment.getByText('live', { exact: true }).first()).toBeVisible();
  await hub.restart();
});

test('a hub that is there and hands nothing on is noticed', async ({ page, service, hub }) => {
  const { id } = await service.find('ada', sending);
  await page.clock.install();
  const dashboard = new Dashboard(page);
  await dashboard.open(id);
  await expect.poll(() => hub.followers).toBe(1);
  hub.isMute = true;
  const follows = hub.followed.length;
  const sent = async () => (await dashboard.counts('Sent'))[0];
  const before = await sent();
  await expect(async () => {
    await page.clock.runFor(10_000);
    expect(hub.followed.length).toBeGreaterThan(follows);
  }).toPass();
  // Coming back, the page reads what it missed.
  await expect(async () => {
    await page.clock.runFor(1_000);
    expect(await sent()).toBeGreaterThan(before);
  }).toPass();
});

test('a portal that lets its pages connect to the service alone is served by that', async ({ page, service, hub, host, expected }) => {
  expected.push(/connect-src/, /violates the following Content Security Policy/, /Refused to connect/, /net::ERR_/);
  const { id } = await service.find('ada', sending);
  const streams = watch(page);
  await host(`<delivery-dashboard id="d" api-base="__service" delivery-id="${id}"></delivery-dashboard>`);
  const live = page.locator('#d').getByText('live', { exact: true }).first();
  // As it could follow one, it was told of the hub first.
  await expect.poll(() => streams.slice(0, 2).map(stream => stream.endsWith('&hub'))).toEqual([true, false]);
  await expect(live).toBeVisible();
  expect(hub.followed).toEqual([]);
});
