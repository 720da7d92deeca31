// The schedule editor: a date is given, saved and seen, in a zone of the delivery's own.
import assert from 'node:assert/strict';
import { Key } from 'selenium-webdriver';
import { journey } from './harness/journey.mjs';
import { until } from './harness/patience.mjs';

const isPlain = record => record.state === 'prepared' && record.schedule.plan === 'once_confirmed';

journey('a date is set, and seen in its zone and in one\'s own', { speed: 1 }, async ({ screen, service }) => {
  const { id } = await service.find('ada', isPlain);
  await screen.goto(`/?delivery=${id}`);
  const block = await screen.the('region', 'Schedule');
  await screen.press('button', 'Change', block);
  const dialog = await screen.the('dialog', /^Schedule of/);
  await screen.expectFocus('radio', 'Messages to be sent once confirmed');
  // The arrows of the keyboard choose among answers that exclude each other.
  await screen.keys(Key.ARROW_DOWN);
  // Month, day, year, hour, minutes, as both have them in English.
  for (const [at, digits] of ['03', '28', '2027', '02', '30'].entries()) {
    // Each from the first one: the engines do not agree on which of them the next digit belongs to.
    await screen.tabBackTo('radio', /on the date/);
    await screen.tabTo(undefined, /^Start sending from/);
    for (let steps = 0; steps < at; steps += 1) await screen.keys(Key.TAB);
    await screen.keys(digits);
  }
  await screen.fill(await screen.labelled(/^Time zone/, dialog), 'America/New_York');
  await screen.says(() => dialog, 'GMT-04:00 on that date');
  await screen.press('button', 'Save', dialog);
  await screen.gone('dialog');
  await screen.says(() => screen.the('region', 'Schedule'), '28 Mar 2027, 02:30');
  await screen.says(() => screen.the('region', 'Schedule'), '28 Mar 2027, 08:30 CEST');
  await until('it is kept', async () => (await service.record('ada', id)).schedule.plan.at);
  const { plan } = (await service.record('ada', id)).schedule;
  assert.deepEqual([plan.at.wall, plan.at.zone], ['2027-03-28T02:30:00', 'America/New_York']);
});
