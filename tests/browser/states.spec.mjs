// Every kind, state and role: the page has the buttons of the table, and greys out what the role may not, with the reason.
import { readFile } from 'node:fs/promises';
import { Dashboard } from './harness/dashboard.mjs';
import { expect, test } from './harness/fixtures.mjs';
import { path } from './harness/service.mjs';

const TABLE = JSON.parse(await readFile(path('tests/fixtures/lifecycle.json'), 'utf8'));
/** Buttons that stand elsewhere: in the Schedule block and beside the title. */
const ELSEWHERE = ['schedule', 'duplicate'];
const NAMES = {
  duplicate: 'Duplicate', schedule: 'Change', start: 'Start', skip: 'Skip', prepare: 'Prepare',
  'stop-preparation': 'Stop preparation', confirm: 'Confirm', decline: 'Decline', approve: 'Approve',
  pause: 'Pause', resume: 'Resume', stop: 'Stop sending',
};
const name = (command, state) => (command === 'stop' && state === 'waiting' ? 'Call off' : NAMES[command]);

/** What a record of each kind says of that. */
const KINDS = {
  one_off: { recurrence: 'one_off' },
  execution: { recurrence: {
    execution: {
      parent: 'DM1', parent_label: 'Daily', number: 3, wall: '2099-01-05T09:00:00', zone: 'Europe/Rome', at: '2099-01-05T08:00:00Z',
    },
  } },
  recurring: { recurrence: 'recurring' },
  elsewhere: { recurrence: 'one_off', sent_by: 'elsewhere' },
};

for (const kind of Object.keys(KINDS)) {
  test(`the buttons of each state and role: ${kind}`, async ({ page, service }) => {
    // Some five hundred buttons a kind.
    test.slow();
    const lines = TABLE.filter(line => line.kind === kind);
    const { id } = await service.find('ada', record => record.state === 'prepared');
    const users = Object.keys(TABLE[0].roles).map((role, at) => ({ login: `user${at}`, name: role, roles: [role] }));
    let line;
    let signedIn;
    // The service's own page and clock; only who somebody is and where the delivery stands is made up.
    await page.route('**/api/demo/users', route => route.fulfill({ json: users }));
    await page.route('**/api/demo/token', route => {
      signedIn = users.find(({ login }) => login === route.request().postDataJSON()?.login) ?? users[0];
      return route.fulfill({ json: { token: 'made up', login: signedIn.login, expires_in: 600 } });
    });
    await page.route('**/api/session', async route => {
      const now = new Date().toISOString();
      await route.fulfill({ json: { user: signedIn, clock: { now, speed: 1 }, demo: true } });
    });
    await page.route('**/events?*', route => route.fulfill({ headers: { 'last-event-id': '0000000000000000' }, contentType: 'text/event-stream', body: '' }));
    await page.route('**/api/tray', route => route.fulfill({ json: { heaps: [] } }));
    await page.route('**/numbers', route => route.fulfill({ json: null }));
    await page.route('**/executions', route => route.fulfill({ json: [] }));
    const record = await service.record('ada', id);
    await page.route(`**/api/deliveries/${id}`, route => route.fulfill({
      headers: { etag: '"1"', 'last-event-id': '0000000000000009' },
      json: {
        ...record, ...KINDS[kind], state: line.state,
        approval: line.state === 'approving' ? { login: 'somebody else', by: 'Somebody Else', at: '2026-01-01T00:00:00Z' } : null,
      },
    }));
    const dashboard = new Dashboard(page);
    const bar = page.getByRole('group', { name: 'Actions' }).getByRole('button');
    let checked = 0;
    [line] = lines;
    await page.goto(`/?delivery=${id}`);
    for (line of lines) {
      // Whoever signs in reads the record anew.
      for (const { login, name: role } of users) {
        await dashboard.signIn(login);
        await expect(page.getByLabel('Signed in as')).toHaveValue(login);
        const inBar = line.commands.filter(command => !ELSEWHERE.includes(command));
        await expect(bar, `${line.state}, ${role}`).toHaveText(inBar.map(command => name(command, line.state)));
        for (const command of Object.keys(NAMES)) {
          const button = page.getByRole('button', { name: name(command, line.state), exact: true });
          if (!line.commands.includes(command)) {
            await expect(button, `${line.state}, ${role}: no ${command}`).toHaveCount(0);
            continue;
          }
          const may = line.roles[role].includes(command);
          if (may) {
            await expect(button, `${line.state}, ${role} may ${command}`).not.toHaveAttribute('aria-disabled');
          } else {
            await expect(button, `${line.state}, ${role} may not ${command}`).toHaveAttribute('aria-disabled', 'true');
            await expect(button).toHaveAccessibleDescription(/role|permissions/i);
          }
          checked += 1;
        }
      }
    }
    expect(checked).toBe(lines.reduce((sum, line) => sum + line.commands.length, 0) * users.length);
  });
}
