// The log window: every number opened, every list exact, every recipient explained, every list taken away.
import { Dashboard } from './harness/dashboard.mjs';
import { expectAccessible } from './harness/axe.mjs';
import { expect, test } from './harness/fixtures.mjs';
import { Logs } from './harness/logs.mjs';

// So slow that the log stands still.
test.use({ speed: 0.001 });

const TABS = ['Log', 'Sending logs', 'Exclusion logs', 'Exclusion causes', 'Tracking logs', 'Tracked URLs', 'Who did not get it', 'Oddities'];
const COLUMNS = {
  Log: ['Date', 'Message'],
  'Sending logs': ['Date', 'Status', 'Address', 'Nature of failure', 'Reason', 'Test profile'],
  'Exclusion logs': ['Date', 'Status', 'Address', 'Nature of failure', 'Reason'],
  'Exclusion causes': ['Date', 'Volume', 'Exclusion cause'],
  'Tracking logs': ['Date', 'Address', 'Type', 'Label'],
  'Tracked URLs': ['URL', 'Type', 'Label', 'Volume'],
};

const finished = service => service.find('ada', record => record.state === 'finished');
const sending = service => service.find('ada', record => record.state === 'sending');
const number = text => Number(text.match(/\d[\d,]*/)[0].replaceAll(',', ''));

test.describe('the window', () => {
  test('has the tabs of its delivery, each with its columns, and says how the send stands', async ({ page, service }) => {
    const logs = new Logs(page);
    const { id } = await finished(service);
    await logs.open(id, 'log');
    await expect(logs.window.getByRole('tab')).toHaveText(TABS);
    await expect(logs.window.getByText('Finished', { exact: true })).toBeVisible();
    for (const [tab, columns] of Object.entries(COLUMNS)) {
      await logs.choose(tab);
      await expect.poll(() => logs.columns(), tab).toEqual(columns);
      expect(await logs.count(), tab).toBeGreaterThan(0);
    }
    await logs.choose('Exclusion causes');
    await expect(logs.row(/Address exclusion \(address_exclusion\)/), 'a rule that left out nobody is listed').toBeVisible();

    const prepared = await service.find('ada', record => record.state === 'prepared');
    await logs.open(prepared.id, 'tracking');
    await expect(logs.window.getByRole('tab')).toHaveText(TABS.filter(tab => !tab.startsWith('Track')));
    await expect(logs.tab('Sending logs'), 'a tab that is not there leads to one that is').toHaveAttribute('aria-selected', 'true');
  });

  test('opens from the dashboard, closes by Escape and comes back by the way back', async ({ page, service }) => {
    const { id } = await finished(service);
    const logs = new Logs(page);
    await new Dashboard(page).open(id);
    await page.getByRole('link', { name: 'Logs', exact: true }).click();
    await expect(logs.grid).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(logs.window).toBeHidden();
    await page.goBack();
    await expect(logs.grid).toBeVisible();
    await logs.button('Close').click();
    await expect(logs.window).toBeHidden();
  });
});

test.describe('a number', () => {
  test('of a tile, of the bar and of an exclusion cause opens the rows that make it, with its formula', async ({ page, service }) => {
    const { id } = await sending(service);
    const dashboard = new Dashboard(page);
    const logs = new Logs(page);
    await dashboard.open(id);
    await dashboard.expectTruth(service, id);
    const look = async (link, count, formula) => {
      await link.click();
      await logs.expectCount(count);
      await expect(logs.window.getByText(formula).first()).toBeVisible();
      await page.keyboard.press('Escape');
      await expect(logs.window).toBeHidden();
    };
    const tiles = [['To deliver', 0], ['Sent', 0], ['Delivered', 0], ['Bounces + errors', 0], ['Open rate', 0], ['Click-through rate', 0]];
    for (const [name, at] of tiles) {
      const tile = dashboard.tile(name);
      await look(tile.getByRole('link'), (await dashboard.counts(name))[at], / = /);
    }
    const parts = dashboard.deployment.getByRole('list').first().getByRole('link');
    for (const part of await parts.all()) await look(part, number(await part.innerText()), /Counted as|Handed over|Put off|Will not arrive|Stopped before|Prepared, and not/);
    const causes = page.getByRole('region', { name: 'Audience' }).getByRole('link');
    expect(await causes.count()).toBeGreaterThan(1);
    for (const cause of await causes.all()) await look(cause, number(await cause.innerText()), /left out at preparation/);
  });
});

test.describe('one list', () => {
  test('is walked by the keyboard from end to end, with its positions told', async ({ page, service }) => {
    const { id } = await finished(service);
    const logs = new Logs(page);
    await logs.open(id, 'sending');
    const count = await logs.count();
    await logs.grid.focus();
    const active = () => logs.grid.evaluate(grid => {
      const row = document.getElementById(grid.getAttribute('aria-activedescendant'));
      const box = row?.getBoundingClientRect(), room = grid.getBoundingClientRect();
      return row && { index: Number(row.ariaRowIndex), isInSight: box.top >= room.top && box.bottom <= room.bottom + 1 };
    });
    for (const [key, index] of [['ArrowDown', 3], ['End', count + 1], ['ArrowUp', count], ['Home', 2]]) {
      await page.keyboard.press(key);
      await expect.poll(active, key).toEqual({ index, isInSight: true });
    }
    await page.keyboard.press('PageDown');
    await expect.poll(async () => (await active())?.index).toBeGreaterThan(8);
    await expect(logs.window.getByText(new RegExp(`of ${count.toLocaleString('en-GB')}$`))).toBeVisible();
  });

  test('is sorted by any column that can be, upwards, downwards and as it came', async ({ page, service }) => {
    const { id } = await finished(service);
    const logs = new Logs(page);
    await logs.open(id, 'sending');
    await logs.count();
    const came = await logs.cells('Address');
    const head = logs.grid.getByRole('columnheader', { name: 'Address' });
    const byCode = texts => [...texts].sort((left, right) => (left.toLowerCase() < right.toLowerCase() ? -1 : 1));
    await head.getByRole('button').click();
    await expect(head).toHaveAttribute('aria-sort', 'ascending');
    await expect.poll(async () => (await logs.cells('Address')).join()).not.toBe(came.join());
    const upwards = await logs.cells('Address');
    expect(upwards).toEqual(byCode(upwards));
    await expect(page).toHaveURL(/log=sending,sort:address$/);
    await head.getByRole('button').click();
    await expect(head).toHaveAttribute('aria-sort', 'descending');
    await expect.poll(async () => (await logs.cells('Address'))[0] > upwards[0]).toBe(true);
    await head.getByRole('button').click();
    await expect(head).toHaveAttribute('aria-sort', 'none');
    await expect.poll(() => logs.cells('Address')).toEqual(came);
    for (const name of ['Date', 'Status', 'Nature of failure', 'Reason', 'Test profile']) {
      await logs.grid.getByRole('columnheader', { name, exact: true }).getByRole('button').click();
      await expect(logs.grid.getByRole('columnheader', { name })).toHaveAttribute('aria-sort', 'ascending');
      await expect(logs.grid).toHaveAttribute('aria-busy', 'false');
    }
  });

  test('is narrowed down by everything at once; the address keeps it, and never whom one looks for', async ({ page, service }) => {
    const { id } = await finished(service);
    const log = await service.log('ada', id);
    const failed = log.filter(event => event.type === 'message.bounced' && event.data.nature === 'hard');
    const [{ data: { reason } }] = failed;
    const messages = new Set(failed.filter(event => event.data.reason === reason).map(event => event.subject));
    const known = log.filter(({ subject, data }) => messages.has(subject) && data?.address).map(({ subject, data }) => [subject, data.address]);
    const domains = [...new Map(known).values()].map(address => address.split('@')[1]);
    const logs = new Logs(page);
    await logs.open(id, 'sending');
    await logs.window.getByText('Filters', { exact: true }).click();
    await logs.field('Status').selectOption('Failed');
    await logs.field('Detail').selectOption('Hard bounce');
    const word = reason.replaceAll('_', ' ');
    await logs.field('Reason').selectOption(word[0].toUpperCase() + word.slice(1));
    await logs.expectCount(messages.size);
    const addresses = await logs.cells('Address');
    const [name, domain] = addresses[0].split('@');
    await logs.window.getByLabel('Mail domain', { exact: true }).first().fill(domain);
    await logs.window.getByLabel('Mail domain', { exact: true }).first().blur();
    await expect(page).toHaveURL(new RegExp(`status:failed,detail:hard,reason:${reason},domain:${domain.replaceAll('.', '\\.')}$`));
    const ofDomain = domains.filter(each => each === domain).length;
    await logs.expectCount(ofDomain);
    await logs.search.fill(name.toUpperCase());
    await logs.expectCount(1);
    expect(page.url()).not.toContain(name);
    await page.reload();
    await logs.expectCount(ofDomain);
    await logs.button('Clear filters').click();
    await expect(page).toHaveURL(/log=sending$/);
    await expect(logs.field('Status')).toHaveValue('0');
    await logs.search.fill('nobody has this');
    await expect(logs.window.getByText('No rows match these filters')).toBeVisible();
    await logs.button('Clear filters').click();
    await expect.poll(() => logs.count()).toBeGreaterThan(messages.size);
  });

  test('is of a stretch of time', async ({ page, service }) => {
    const { id } = await finished(service);
    const logs = new Logs(page);
    await logs.open(id, 'tracking,sort:date');
    const all = await logs.count();
    const tracked = new Set(['message.opened', 'message.clicked', 'message.mirror_viewed', 'message.opted_out']);
    const times = (await service.log('ada', id)).filter(event => tracked.has(event.type)).map(event => Date.parse(event.time)).sort();
    expect(all).toBe(times.length);
    const middle = times[Math.floor(times.length / 2)];
    await logs.window.getByText('Filters', { exact: true }).click();
    // What the field takes is the viewer's clock, to the second.
    const shown = await page.evaluate(at => {
      const date = new Date(at);
      return new Date(at - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
    }, middle);
    await logs.window.getByLabel('From', { exact: true }).fill(shown);
    await logs.expectCount(times.filter(time => time >= Math.floor(middle / 1000) * 1000).length);
  });

  test('has the columns one chooses', async ({ page, service }) => {
    const { id } = await finished(service);
    const logs = new Logs(page);
    await logs.open(id, 'sending');
    await logs.count();
    await logs.window.getByText('Columns', { exact: true }).click();
    const chooser = logs.window.getByRole('group', { name: 'Columns' });
    await chooser.getByRole('checkbox', { name: 'Opened' }).check();
    await chooser.getByRole('checkbox', { name: 'Reason' }).uncheck();
    await expect(chooser.getByRole('checkbox', { name: 'Address' })).toBeDisabled();
    const chosen = ['Date', 'Status', 'Address', 'Nature of failure', 'Test profile', 'Opened'];
    await expect.poll(() => logs.columns()).toEqual(chosen);
    await page.reload();
    await expect.poll(() => logs.columns()).toEqual(chosen);
    await logs.window.getByText('Columns', { exact: true }).click();
    await logs.button('Usual columns').click();
    await expect.poll(() => logs.columns()).toEqual(COLUMNS['Sending logs']);
  });
});

test.describe("a recipient's story", () => {
  test('tells every event of the message in order, what each changed, and the event itself', async ({ page, service }) => {
    const { id } = await finished(service);
    const log = await service.log('ada', id);
    const put = log.find(event => event.type === 'message.deferred');
    const events = log.filter(event => event.subject === put.subject).sort((left, right) => Date.parse(left.time) - Date.parse(right.time));
    const { address } = events.find(event => event.data?.address).data;
    const logs = new Logs(page);
    await logs.open(id, 'sending');
    await logs.search.fill(address);
    await logs.row(address).click();
    await expect(logs.story.getByRole('heading', { name: address })).toBeVisible();
    const steps = logs.story.getByRole('list').first().getByRole('listitem');
    await expect(steps.first()).toContainText('Prepared → Pending, queued');
    expect(await steps.count()).toBeGreaterThanOrEqual(events.length);
    const deferral = steps.filter({ hasText: 'Put off by the recipient’s server' }).first();
    await expect(deferral).toContainText(String(put.data.smtp));
    await deferral.getByText('Raw event').click();
    await expect(deferral.getByText(`"id":"${put.id}"`)).toBeVisible();
    await expect(logs.story.getByText('Every delivery to this recipient')).toBeVisible();
    await expect(logs.story.getByText('this one')).toBeVisible();
  });

  test('goes on to the next and back by keys, and gives the list back', async ({ page, service }) => {
    const { id } = await finished(service);
    const logs = new Logs(page);
    await logs.open(id, 'sending');
    await logs.count();
    const [first, second] = await logs.cells('Address');
    await logs.grid.focus();
    await page.keyboard.press('Enter');
    await expect(logs.story.getByRole('heading', { name: first })).toBeVisible();
    await page.keyboard.press('j');
    await expect(logs.story.getByRole('heading', { name: second })).toBeVisible();
    await page.keyboard.press('k');
    await expect(logs.story.getByRole('heading', { name: first })).toBeVisible();
    await expect(logs.button('‹ Previous')).toHaveAttribute('aria-disabled', 'true');
    await page.keyboard.press('Escape');
    await expect(logs.story).toHaveCount(0);
    await expect(logs.window).toBeVisible();
    await expect(logs.grid).toBeFocused();
  });

  test('of whoever got several deliveries leads to each of them', async ({ page, service }) => {
    const { id } = await finished(service);
    const logs = new Logs(page);
    await logs.open(id, 'sending');
    await logs.count();
    const others = logs.story.getByRole('list').last().getByRole('link');
    await logs.grid.focus();
    await page.keyboard.press('Enter');
    // The demo's audiences overlap: somebody among the first is in another one.
    for (let row = 0; row < 40 && (await others.count()) === 0; row += 1) {
      await expect(logs.story.getByText('this one')).toBeVisible();
      if ((await others.count()) > 0) break;
      const shown = await logs.story.getByRole('heading').first().innerText();
      await page.keyboard.press('j');
      await expect(logs.story.getByRole('heading').first()).not.toHaveText(shown);
    }
    const [label] = (await others.first().innerText()).split(' · ');
    await others.first().click();
    await expect(page).toHaveURL(new RegExp(`delivery=${label}$`));
    await expect(logs.window).toBeHidden();
  });
});

test('who did not get it is grouped by what can be done, by reason and by domain, and what is open has its bounds', async ({ page, service }) => {
  const { id } = await sending(service);
  const logs = new Logs(page);
  await new Dashboard(page).open(id);
  await page.getByRole('link', { name: 'Who did not get it, and why' }).click();
  const missed = await logs.count();
  const bars = name => logs.window.getByRole('heading', { name }).locator('..').getByRole('button');
  // They are counted once the list is there.
  await expect(bars('By reason').first()).toBeVisible();
  for (const name of ['What can be done', 'By reason']) {
    const counts = (await bars(name).allInnerTexts()).map(text => Number(text.match(/[\d,]+$/)[0].replaceAll(',', '')));
    expect(counts.reduce((sum, count) => sum + count, 0), name).toBe(missed);
  }
  for (const name of ['What can be done', 'By reason', 'By mail domain']) {
    const bar = bars(name).first();
    const count = Number((await bar.innerText()).match(/[\d,]+$/)[0].replaceAll(',', ''));
    await bar.click();
    await expect(bars(name).first()).toHaveAttribute('aria-pressed', 'true');
    await logs.expectCount(count);
    await bars(name).first().click();
    await logs.expectCount(missed);
  }
  await expect(logs.window.getByText(/Delivered can end anywhere from \d+(\.\d+)?% to \d+(\.\d+)?%/)).toBeVisible();
  await logs.button('Show who is still open').click();
  await expect.poll(() => logs.columns()).toContain('Tried until');
  expect(await logs.count()).toBeGreaterThan(0);
  // Until those of the list before have gone, which have none.
  const deadlines = async () => (await logs.cells('Tried until')).filter(text => text !== '');
  await expect.poll(deadlines).not.toEqual([]);
  const [deadline] = await deadlines();
  await logs.row(deadline).click();
  await expect(logs.story.getByText(`Tried until ${deadline}`)).toBeVisible();
});

test.describe('compute stats', () => {
  test('counts everything again and finds it equal', async ({ page, service }) => {
    const { id } = await finished(service);
    const events = (await service.log('ada', id)).length;
    const logs = new Logs(page);
    await logs.open(id, 'sending');
    await logs.count();
    await logs.button('Compute stats').click();
    await expect(logs.window.getByText(`All ${events.toLocaleString('en-GB')} events counted again at`, { exact: false })).toContainText('every number is equal');
    await logs.button('Dismiss').click();
    await expect(logs.window.getByText('every number is equal')).toBeHidden();
  });

  test('says what differs by how much, where the page had lost an event', async ({ page, service }) => {
    const { id } = await finished(service);
    const log = await service.log('ada', id);
    const probes = new Set(log.filter(({ data }) => data?.test_profile || data?.trap).map(event => event.subject));
    const isLost = ({ type, data, subject }) => type === 'message.bounced' && data.nature === 'hard' && !probes.has(subject);
    let reads = 0;
    await page.route(/\/events\b/, async route => {
      if (!route.request().headers().accept.includes('ndjson')) return route.continue();
      const response = await route.fetch();
      const lines = (await response.text()).split('\n');
      reads += 1;
      if (reads === 1) lines.splice(lines.findIndex(line => line !== '' && isLost(JSON.parse(line))), 1);
      await route.fulfill({ response, body: lines.join('\n') });
    });
    const logs = new Logs(page);
    await logs.open(id, 'sending');
    await logs.count();
    await logs.button('Compute stats').click();
    await expect(logs.window.getByText(/^Bounces \+ errors: shown [\d,]+, counted [\d,]+ \(\+1\)$/)).toBeVisible();
    await expect(logs.window.getByText(/^Events: shown [\d,]+, counted [\d,]+ \(\+1\)$/)).toBeVisible();
  });
});

test('oddities are counted in one place, each with its events', async ({ page, service }) => {
  const { id } = await finished(service);
  const log = await service.log('ada', id);
  const bounced = log.find(event => event.type === 'message.bounced' && event.data.nature === 'hard');
  const later = new Date(Date.parse(bounced.time) + 3_600_000).toISOString();
  const extra = [
    bounced,
    { ...bounced, id: 'odd-1', type: 'message.delivered', time: later, data: {} },
    { ...bounced, id: 'odd-2', type: 'message.of_tomorrow', time: later, data: {} },
    { ...bounced, id: 'odd-3', type: 'message.delivered', subject: 'unheard-of', time: later, data: {} },
  ];
  await page.route(/\/events\b/, async route => {
    if (!route.request().headers().accept.includes('ndjson')) return route.continue();
    const response = await route.fetch();
    const lines = extra.map(event => JSON.stringify({ ...event, sequence: undefined }));
    await route.fulfill({ response, body: `${await response.text()}${lines.join('\n')}\nnot json\n` });
  });
  const logs = new Logs(page);
  await new Dashboard(page).open(id);
  await page.getByRole('link', { name: '1 line could not be read · 1 event of an unknown type' }).click();
  const kind = name => logs.window.getByRole('heading', { name });
  for (const [name, inside] of [[/^Duplicates absorbed 1$/, bounced.id], [/^Lines not read 1$/, 'not json'], [/^Events of unknown types 1$/, 'message.of_tomorrow']]) {
    await kind(name).click();
    await expect(kind(name).locator('../..').getByText(inside)).toBeVisible();
  }
  const conflicts = kind(/^Delivered after a hard bounce 1$/).locator('..');
  await conflicts.getByRole('button', { name: 'Show the recipients' }).click();
  await logs.expectCount(1);
  await logs.choose('Oddities');
  await kind(/^Not in the preparation 1$/).locator('..').getByRole('button', { name: 'Show the recipients' }).click();
  await logs.expectCount(1);
  await expect(logs.window.getByText('Events came for a message that no preparation named.')).toBeVisible();
});

test.describe('a list is taken away', () => {
  test('as CSV and NDJSON, as filtered and sorted, and the log says by whom', async ({ page, service }) => {
    const { id } = await finished(service);
    const logs = new Logs(page);
    await logs.open(id, 'sending,group:bounces_errors,sort:address');
    const count = await logs.count();
    const shown = await logs.cells('Address');
    const csv = await logs.file('Export CSV');
    expect(csv.name).toMatch(new RegExp(`^${id}-sending-.*\\.csv$`));
    expect(csv.text.startsWith('\ufeff# delivery,')).toBe(true);
    const lines = csv.text.trimEnd().split('\r\n');
    const head = lines.filter(line => line.includes('# '));
    expect(head.join('\n')).toContain('# group,bounces_errors');
    expect(head.join('\n')).toContain('# sorted_by,address');
    expect(lines[head.length]).toBe('date,status,address,nature,reason,test_profile');
    expect(lines.length).toBe(head.length + 1 + count);
    expect(lines[head.length + 1]).toContain(shown[0]);
    await expect(logs.window.getByText(`Exported ${count.toLocaleString('en-GB')} rows to ${csv.name}`, { exact: false })).toBeVisible();
    const ndjson = await logs.file('Export NDJSON');
    const rows = ndjson.text.trimEnd().split('\n').map(line => JSON.parse(line));
    expect(rows.length).toBe(count + 1);
    expect(rows[1].address).toBe(shown[0]);
    await logs.choose('Log');
    await expect(logs.row(/Ada Rossi exported .* rows of the sending log as NDJSON/)).toBeVisible();
  });

  test('not by whoever may not, and without the addresses they may not see', async ({ page, service }) => {
    const { id } = await finished(service);
    const dashboard = new Dashboard(page);
    const logs = new Logs(page);
    await dashboard.open(id, 'bo');
    await page.getByRole('link', { name: 'Logs', exact: true }).click();
    await logs.choose('Sending logs');
    expect(await logs.count()).toBeGreaterThan(0);
    await expect(logs.button('Export CSV')).toHaveAttribute('aria-disabled', 'true');
    await expect(logs.button('Export CSV')).toHaveAccessibleDescription(/needs the role Export/);
    const known = (await service.log('ada', id)).filter(event => event.data?.address).map(event => event.data.address);
    const shown = await logs.cells('Address');
    for (const address of shown) expect(known).not.toContain(address);
  });

  test('not if the service does not record it', async ({ page, service, expected }) => {
    expected.push(/status of 503/);
    const { id } = await finished(service);
    await page.route('**/exports', route => route.fulfill({ status: 503, body: '' }));
    const logs = new Logs(page);
    await logs.open(id, 'sending');
    await logs.count();
    await logs.button('Export CSV').click();
    await expect(logs.window.getByText('The service cannot answer at the moment.', { exact: false })).toBeVisible();
  });
});

test('the window says up to when it is complete, and while it is not, how far it is', async ({ page, service }) => {
  const { id } = await finished(service);
  const logs = new Logs(page);
  let go = () => {};
  const held = new Promise(resolve => (go = resolve));
  await page.route(/\/events\b/, async route => {
    await held;
    await route.continue();
  });
  await logs.open(id, 'sending');
  await expect(logs.window.getByText(/Not complete yet: [\d,]+ events read so far/)).toBeVisible();
  go();
  await expect(logs.window.getByText(/Complete until .*\. The service was last heard .* ago\./)).toBeVisible();
});

test('new events are in the list that is open', async ({ page, service }) => {
  const { id } = await finished(service);
  const logs = new Logs(page);
  await logs.open(id, 'log');
  const before = await logs.count();
  // Whatever the service records becomes a row.
  const authorization = `Bearer ${await service.token('ada')}`;
  const headers = { 'content-type': 'application/json', authorization, 'idempotency-key': '"k-1"' };
  const body = JSON.stringify({ list: 'log', format: 'csv', rows: before, filters: [] });
  const answer = await fetch(`${service.address}/api/deliveries/${id}/exports`, { method: 'POST', headers, body });
  expect(answer.ok, await answer.text()).toBe(true);
  await logs.expectCount(before + 1);
});

for (const colorScheme of ['light', 'dark']) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test('axe finds nothing in any tab, nor in a story', async ({ page, service }) => {
      const { id } = await sending(service);
      const logs = new Logs(page);
      await logs.open(id, 'sending');
      await logs.count();
      for (const tab of TABS) {
        await logs.choose(tab);
        await expect(logs.window.getByText(/Complete until/)).toBeVisible();
        await expectAccessible(page);
      }
      await logs.choose('Sending logs');
      await logs.window.getByText('Filters', { exact: true }).click();
      await logs.window.getByText('Columns', { exact: true }).click();
      await logs.count();
      await logs.grid.getByRole('row').nth(2).click();
      await expect(logs.story.getByText('this one')).toBeVisible();
      await expectAccessible(page);
    });
  });
}

test('the whole window by keyboard alone', async ({ page, service }) => {
  const { id } = await finished(service);
  const logs = new Logs(page);
  const dashboard = new Dashboard(page);
  await dashboard.open(id);
  await dashboard.tile('Sent').getByRole('link').focus();
  await page.keyboard.press('Enter');
  await logs.count();
  await expect(logs.tab('Sending logs')).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(logs.tab('Exclusion logs')).toBeFocused();
  await expect(logs.tab('Exclusion logs')).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Tab');
  await expect(logs.search).toBeFocused();
  await page.keyboard.type('mail.example');
  await expect.poll(async () => (await logs.cells('Address')).every(address => address.includes('mail.example'))).toBe(true);
  // On to the heading of a column, which sorts, and to the rows.
  const reach = async target => {
    for (let step = 0; step < 40; step += 1) {
      if (await target.evaluate(element => element === document.activeElement)) return;
      await page.keyboard.press('Tab');
    }
    await expect(target).toBeFocused();
  };
  await reach(logs.grid);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(logs.story.getByText('this one')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(logs.grid).toBeFocused();
  await reach(logs.grid.getByRole('columnheader', { name: 'Address' }).getByRole('button'));
  await page.keyboard.press('Enter');
  await expect(logs.grid.getByRole('columnheader', { name: 'Address' })).toHaveAttribute('aria-sort', 'ascending');
  await reach(logs.button('Compute stats'));
  await page.keyboard.press('Enter');
  await expect(logs.window.getByText('every number is equal')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(logs.window).toBeHidden();
});

test('on the narrowest screen nothing but the list has to be scrolled sideways', async ({ page, service }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  const { id } = await finished(service);
  const logs = new Logs(page);
  await logs.open(id, 'not_delivered');
  await logs.count();
  for (const tab of TABS) {
    await logs.choose(tab);
    const wide = await logs.window.evaluate(dialog => dialog.scrollWidth - dialog.clientWidth);
    expect(wide, tab).toBeLessThanOrEqual(0);
  }
});
