// A whole session by the accessibility tree alone, as a screen reader has it: what is not in the tree does not exist. Each step
// reads the tree, finds what it needs in it by role and name, and reads in it what came of that.
import { expect, test } from './harness/fixtures.mjs';

/** Whoever has nothing but the tree. */
class Reader {
  constructor(page) {
    this.page = page;
  }

  /** What is read now: of the dialog if one is open, since the rest is out of reach then. */
  get place() {
    return this.page.locator('dialog[open]').or(this.page.locator('body:not(:has(dialog[open]))'));
  }

  /** That this is read, in this order. */
  async reads(tree) {
    await expect(this.place).toMatchAriaSnapshot(tree);
  }

  /** Something that the tree names once, and is not said to be disabled. */
  async find(role, name) {
    const line = new RegExp(`^\\s*- ${role} "?${name.source ?? name}`, 'm');
    await expect.poll(() => this.place.ariaSnapshot(), `a ${role} ${name}`).toMatch(line);
    const found = (await this.place.ariaSnapshot()).split('\n').filter(each => line.test(each));
    expect(found, `one ${role} ${name}, and not greyed out`).toEqual([expect.not.stringContaining('[disabled]')]);
    return this.place.getByRole(role, { name, exact: true });
  }

  async press(role, name) {
    await (await this.find(role, name)).click();
  }
}

test('schedule, prepare, confirm and read the logs by what a screen reader is told', async ({ page, service }) => {
  test.slow();
  const record = await service.find('ada', record => record.state === 'editing' && record.recurrence !== 'recurring' && record.schedule.plan === 'once_confirmed');
  const reader = new Reader(page);
  await page.goto('/');
  await reader.press('link', record.label);
  await reader.reads(`
    - main "Delivery":
      - heading "${record.label}" [level=1]
      - group "Actions":
        - button "Prepare"
      - region "Deployment":
        - heading "Deployment" [level=2]
        - paragraph: Not prepared yet
      - region "Schedule":
        - heading "Schedule" [level=2]
        - button "Change"
        - paragraph: Send immediately once confirmed
    - status: Not prepared yet.
  `);

  await reader.press('button', 'Change');
  await reader.reads(`
    - dialog "Schedule of ${record.label}":
      - group "When":
        - radio "Messages to be sent once confirmed" [checked]
        - radio "Messages to be sent automatically on the date specified below"
      - status:
        - list:
          - listitem: /fatigue rules/
      - button "Cancel"
      - button "Save"
  `);
  await reader.press('radio', 'Messages to be sent automatically on the date specified below');
  await (await reader.find('textbox', 'Start sending from')).fill('2099-01-01T09:00');
  await reader.reads(`
    - dialog:
      - group "When":
        - radio "Messages to be sent automatically on the date specified below" [checked]
      - textbox "Start sending from": 2099-01-01T09:00
      - combobox /Time zone/: Europe/Rome
      - checkbox "Request confirmation before sending messages" [checked]
      - paragraph: Nothing leaves before somebody has confirmed. Confirmed after the date, it leaves at once.
  `);
  await reader.press('button', 'Save');
  await reader.reads(`
    - region "Schedule":
      - term: Start date
      - definition: /1 Jan 2099, 09:00 CET/
      - term: Request confirmation before sending
      - definition: "Yes"
  `);

  await reader.press('button', 'Prepare');
  const confirm = await reader.find('button', 'Confirm');
  await reader.reads(`
    - main "Delivery":
      - region "Deployment":
        - progressbar "Send preparation completed": 100%
        - paragraph: /Confirm to start sending on the scheduled date, 1 Jan 2099, 09:00 CET/
        - group "Targeted":
          - definition: /recipients$/
        - group "To deliver":
          - definition: /excluded/
      - region "Audience":
        - term: Excluded
        - definition:
          - link /^quarantine/
          - link /^duplicate/
    - status: Send preparation completed.
  `);

  await confirm.click();
  // In the order in which it is read out, from the number to what cannot be taken back, and only then the two ways on.
  await reader.reads(`
    - dialog "Confirm scheduled send":
      - heading "Confirm scheduled send" [level=2]
      - paragraph: /^[\\d,]+$/
      - paragraph: /people will receive “.+”/
      - paragraph: /test profiles and traps/
      - paragraph: "When: 1 Jan 2099, 09:00 CET (Europe/Rome)"
      - term: Audience
      - term: Left out
      - term: From
      - term: Last send
      - paragraph: /cannot be called back once they are handed over/
      - button "Cancel"
      - button /^OK, schedule for [\\d,]+ people$/
  `);
  await reader.press('button', 'Cancel');
  await reader.reads('- status: Send preparation completed.');
  await reader.press('button', 'Confirm');
  await reader.press('button', /OK, schedule for [\d,]+ people/);
  await reader.reads(`
    - main "Delivery":
      - group "Actions":
        - button "Call off"
    - status: Waiting for the scheduled date.
  `);
  expect((await service.record('ada', record.id)).state).toBe('waiting');

  await reader.press('link', 'Logs');
  await reader.reads(`
    - dialog "Logs ${record.id} · ${record.label}":
      - tablist "Lists":
        - tab "Log"
        - tab "Sending logs" [selected]
        - tab "Exclusion logs"
        - tab "Exclusion causes"
        - tab "Who did not get it"
        - tab "Oddities"
      - tabpanel "Sending logs":
        - paragraph:
          - status: /^[\\d,]+ rows$/
        - search:
          - searchbox "Search addresses"
        - grid "Rows":
          - row:
            - columnheader "Date"
            - columnheader "Status"
            - columnheader "Address"
          - row [selected]:
            - gridcell
            - gridcell "Pending, queued"
  `);
  await (await reader.find('searchbox', 'Search addresses')).fill('trap');
  await reader.reads(`
    - tabpanel "Sending logs":
      - paragraph:
        - status: 2 rows
  `);
  await reader.press('tab', 'Exclusion causes');
  await reader.reads(`
    - dialog:
      - tablist "Lists":
        - tab "Exclusion causes" [selected]
      - tabpanel "Exclusion causes"
  `);
  await reader.press('button', 'Close');
  await reader.reads(`
    - main "Delivery":
      - heading "${record.label} Closed for editing" [level=1]
      - status:
        - paragraph: /the send to [\\d,]+ people/
    - status: Waiting for the scheduled date.
  `);
});
