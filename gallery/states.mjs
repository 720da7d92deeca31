// Every state of the product, as data: who looks at which delivery, what has happened to it, and what the service does.
// A state has
//   name      its part of an address
//   of        the chapter it stands in
//   says      what to see, in a sentence
//   story     the delivery and its log (./story.mjs); none for the list
//   user      who is signed in
//   service   what else the service answers: `list`, `executions`, `numbers`, `history`, `safeguards`, `tray`, and in `but`, by request,
//             what it does instead: ./answers.mjs has the ways
//   element   attributes of the element
//   page      true: the whole page with its bar, not the element
//   steps     what is pressed and filled in, by role and name in both languages
//   minutes   how long somebody looks at it before it is pictured
//   isSlow    true: it shows that something takes long, so time has to pass until it does
//   isDialog  true: a dialog is open
//   tag       another element than the dashboard

import { CUT, LATER, WAIT, refuse, unsaid } from './answers.mjs';
import { Story, later, on } from './story.mjs';

const ALL = ['Prepare deliveries', 'Start deliveries', 'View logs', 'Export'];
const ADA = { login: 'ada', name: 'Ada Rossi', roles: ALL };
const BO = { login: 'bo', name: 'Bo Lindgren', roles: ['Prepare deliveries'] };
const CARLA = { login: 'carla', name: 'Carla Mensah', roles: ['Start deliveries', 'View logs'] };
const DEV = { login: 'dev', name: 'Dev Sharma', roles: ['View logs'] };
const EVE = { login: 'eve', name: 'Eve Okafor', roles: ['Administration', 'View logs'] };

const press = (en, it = en, role = 'button') => ({ press: role, en, it });
const fill = (en, it, value) => ({ fill: value, en, it });
const choose = (en, it, value) => ({ choose: value, en, it });

const CONFIRM = press('Confirm', 'Conferma');
const ROME = 'Europe/Rome';
/** A name that is as long as any. */
const LONG = 'Invitation to the members’ evening in the new flagship store, with a preview of everything that comes in spring';

const dated = (wall, at, more = {}) => ({
  schedule: { plan: { at: { wall, zone: ROME, confirmation: 'required', send_time: 'same_instant', ...more } }, at },
});
const daily = {
  recurrence: { first: '2026-11-02T09:00:00', zone: ROME, pattern: { daily: { every: 1 } }, ends: 'never' },
  aggregation: 'none', confirmation: 'required', send_time: 'same_instant',
};
const repeats = (more = {}) => ({
  recurrence: 'recurring', label: 'Daily offer', campaign: 'Offers', description: 'One offer a day, at nine in the morning.',
  content: { from: 'Lana & Sale <letters@shop.example>', subject: 'Today only: {offer}' },
  schedule: { plan: { recurring: { ...daily, ...more } }, at: on('27 08:00') },
});
const execution = (day, number) => ({
  label: `[2026-11-${day}] Daily offer`,
  recurrence: { execution: { parent: 'DM90', parent_label: 'Daily offer', number, wall: `2026-11-${day}T09:00:00`, zone: ROME, at: on(`${day} 08:00`) } },
});

const numbers = (to_deliver, sent, delivered, bounces_errors, unique_opens, unique_clicks) =>
  ({ to_deliver, sent, delivered, bounces_errors, unique_opens, unique_clicks });
const run = (day, state, counts, by = 'Ada Rossi') => ({
  id: `DM90-${day}`, channel: 'email', state, contact_date: on(`${day} 08:00`), ...execution(day, Number(day) - 1),
  confirmation: ['finished', 'waiting'].includes(state) ? { by, at: on(`${day} 07:10`) } : null, numbers: counts,
});
const EXECUTIONS = [
  run('27', 'prepared', numbers(245, 0, 0, 0, 0, 0)),
  run('26', 'finished', numbers(244, 239, 221, 11, 71, 18)),
  run('25', 'finished', numbers(241, 236, 226, 10, 84, 22)),
  run('24', 'missed', numbers(240, 0, 0, 0, 0, 0)),
  run('23', 'skipped', numbers(238, 0, 0, 0, 0, 0)),
  run('22', 'stopped', numbers(236, 120, 116, 4, 40, 9)),
];

// The stories, each begun anew: what one state tells of a delivery is not another's.
const editing = (more = {}) => new Story('DM95', more);
const prepared = (more = {}, warnings) => editing(more).prepared(on('26 09:20'), warnings);
const confirmed = (more = {}, start) => prepared(more).confirmed(on('26 09:30'), 'Carla Mensah', start);
const sending = (more = {}) => new Story('DM97', { label: 'Gift guide, first wave', campaign: 'Gift guide 2026', description: 'Held to a slow pace while the new sending address warms up.', people: 420, ...more })
  .prepared(on('26 07:10')).confirmed(on('26 07:20')).sending(on('26 07:20'), 30);
const sent = (more = {}, end = '24 09:25') => new Story('DM98', { label: 'Autumn letter', campaign: 'Letters', description: 'Once a season.', last_send: { at: on('03 09:00'), to_deliver: 198 }, ...more })
  .prepared(on('24 08:40')).confirmed(on('24 09:00')).sending(on('24 09:00'), 5).finished(on(end));
const recent = (more = {}) => new Story('DM98', { label: 'Autumn letter', campaign: 'Letters', description: 'Once a season.', ...more })
  .prepared(on('26 07:40')).confirmed(on('26 08:00')).sending(on('26 08:00'), 5).finished(on('26 08:21'));
/** Over since so long that no outcome is open. */
const over = (more = {}) => new Story('DM98', { label: 'Autumn letter', campaign: 'Letters', description: 'Once a season.', ...more })
  .prepared(on('16 08:40')).confirmed(on('16 09:00')).sending(on('16 09:00'), 5).finished(on('16 09:21'));
const approving = (login, by) => prepared({ safeguards: { type_number_from: null, second_person_from: 200 } })
  .say('delivery.approval_requested', on('26 09:40'), { by }).with({ state: 'approving', approval: { login, by, at: on('26 09:40') } });
const asks = (more, warnings) => prepared({ people: 1_195, last_send: { at: on('05 09:00'), to_deliver: 1_148 }, ...more }, warnings);

/** Events that do not fit: said twice, contradicting each other, late, unknown, unreadable. */
function odd() {
  const story = recent({ label: 'A send with a bad feed' });
  const delivered = [20, 21, 22, 23, 24].map(number => story.message(number));
  for (const message of delivered) story.say('message.relayed', on('26 08:02'), undefined, message, `${message}.relayed`);
  story.say('message.bounced', on('26 08:30'), { nature: 'hard', reason: 'user_unknown', smtp: 550, enhanced: '5.1.1' }, delivered[0], 'odd.1');
  story.say('message.delivered', on('26 08:40'), { mx: 'mx1.mail.example' }, delivered[0], 'odd.2');
  story.say('message.delivered', on('26 08:10'), { mx: 'mx9.mail.example' }, 'm000009999', 'odd.3');
  story.say('message.forwarded', on('26 09:00'), {}, delivered[1], 'odd.4');
  story.say('message.opened', on('26 07:50'), { machine: false }, delivered[2], 'odd.5');
  return story.line('{"specversion":"1.0","id":"odd.6","type":"message.opened"}').line('this is no event at all');
}

const LIST = [
  new Story('DM107', repeats()).with({ state: 'repeating', contact_date: on('27 08:00') }).card(null),
  new Story('DM106', { label: 'Sale, everybody' }).card(null),
  new Story('DM105', { label: LONG, state: 'prepared' }).card(numbers(1_200, 0, 0, 0, 0, 0)),
  new Story('DM104', { label: 'Repair week', state: 'outdated' }).card(numbers(46, 0, 0, 0, 0, 0)),
  new Story('DM103', { label: 'Birthday voucher', state: 'preparation_failed' }).card(null),
  new Story('DM102', { label: 'Store opening reminder', channel: 'sms', state: 'waiting', contact_date: on('27 09:00'), confirmation: { by: 'Carla Mensah', at: on('26 09:00') } }).card(numbers(830, 0, 0, 0, 0, 0)),
  new Story('DM101', { label: 'Basket reminder', channel: 'push', state: 'sending', contact_date: on('26 09:00'), confirmation: { by: 'Carla Mensah', at: on('26 09:00') } }).card(numbers(6_900, 3_450, 3_290, 31, 1_017, 211)),
  new Story('DM100', { label: 'Winter catalogue', channel: 'direct_mail', state: 'finished', contact_date: on('25 14:00'), confirmation: { by: 'Carla Mensah', at: on('25 14:00') } }).card(numbers(3_500, 3_500, 3_500, 0, 0, 0)),
  new Story('DM99', { label: 'Gift guide', state: 'paused', contact_date: on('25 09:00'), confirmation: { by: 'Ada Rossi', at: on('25 09:00') } }).card(numbers(152_000, 90_211, 86_930, 2_310, 21_007, 4_800)),
  new Story('DM98', { label: 'Autumn letter', state: 'stopped', contact_date: on('24 09:00'), confirmation: { by: 'Ada Rossi', at: on('24 09:00') } }).card(numbers(20_000, 8_000, 7_811, 189, 2_000, 301)),
  new Story('DM97', { label: 'Members only', state: 'failed', contact_date: on('23 09:00'), confirmation: { by: 'Ada Rossi', at: on('23 09:00') } }).card(numbers(900, 300, 210, 90, 12, 1)),
  new Story('DM96', { label: 'Members’ evening', state: 'approving', contact_date: null }).card(numbers(52_000, 0, 0, 0, 0, 0)),
  run('24', 'missed', numbers(240, 0, 0, 0, 0, 0)),
  run('23', 'skipped', null),
];

const HISTORY = [
  { delivery: 'DM97', label: 'Gift guide, first wave', channel: 'email', message: 'm000000031', at: on('26 07:09'), status: 'sent', detail: 'confirmed' },
  { delivery: 'DM91', label: 'Basket reminder', channel: 'push', message: 'm000000007', at: on('20 10:00'), status: 'sent', detail: 'inferred' },
  { delivery: 'DM88', label: 'October letter', channel: 'email', message: 'm000000112', at: on('01 09:00'), status: 'failed', detail: 'soft' },
  { delivery: 'DM80', label: 'Summer shop farewell', channel: 'email', message: 'm000000004', at: '2026-09-02T07:00:00.000Z', status: 'excluded', detail: 'excluded' },
];

const TALLY = {
  targeted: 437, to_deliver: 425, excluded: 12, sent: 320, delivered: 289, bounces_errors: 19, pending: 12, cancelled: 0, queued: 105,
  unique_opens: 98, unique_clicks: 23, complaints: 1, inferred: 2, retrying: 6, overdue: 0, conflicts: 0,
};
const COUNTED = { as_of: on('26 09:58'), tally: { all: TALLY, people: { ...TALLY, targeted: 432, to_deliver: 420, sent: 315, delivered: 284 } } };

const LIFE = 'The life of a delivery';
const REPEAT = 'What repeats';
const CHANNELS = 'Channels';
const WHO = 'Who looks';
const TROUBLE = 'When something is wrong';
const LISTS = 'The list';
const DIALOGS = 'Questions';
const EDITOR = 'The schedule’s editor';
const LOGS = 'The log window';
const PAGES = 'The page';

const TRAY = [
  { provider: 'postmark', reason: 'unknown_delivery', named: 'DM12', kind: 'message.clicked', count: 12, first: on('23 07:04'), last: on('23 09:41'),
    sample: '{"RecordType":"Click","MessageID":"883953f4-6105-42a2-a16a-77a8eac79483","ReceivedAt":"2026-11-23T07:04:11Z","OriginalLink":"https://shop.example/spring","Metadata":{"delivery":"DM12"}}' },
  { provider: 'ses', reason: 'untagged', named: null, kind: 'message.bounced', count: 3, first: on('22 18:00'), last: on('23 08:12'),
    sample: '{"eventType":"Bounce","bounce":{"bounceType":"Permanent","bounceSubType":"General"},"mail":{"messageId":"0102018c5e3a"}}' },
  { provider: 'sendgrid', reason: 'unrecognised', named: null, kind: 'account_status_change', count: 1, first: on('21 11:30'), last: on('21 11:30'),
    sample: '{"event":"account_status_change","type":"compliance_suspend"}' },
];

const logs = (name, says, view, more = {}) => ({ name, of: LOGS, says, story: recent(), element: { view }, isDialog: true, service: { history: HISTORY }, ...more });
const dialog = (name, says, story, steps, more = {}) => ({ name, of: DIALOGS, says, story, steps, isDialog: true, ...more });
const editor = (name, says, story, steps) => ({ name, of: EDITOR, says, story, steps: [press('Change', 'Modifica'), ...steps], isDialog: true });

const all = [
  { name: 'editing', of: LIFE, says: 'Being written: nothing is computed yet, and there is one way forward.', story: editing() },
  { name: 'preparing', of: LIFE, says: 'Target and messages are being computed; the ring says how far.', story: editing().preparing(on('26 09:59'), 150) },
  { name: 'preparation-failed', of: LIFE, says: 'A rule found an error; the log below says which.', story: editing().preparing(on('26 09:50'), 80)
    .say('delivery.logged', on('26 09:51'), { preparation: 1, severity: 'error', code: 'typology.rejected', text: 'The field {first name} is not known in the target.' })
    .say('delivery.preparation_failed', on('26 09:51'), { preparation: 1, reason: 'The field {first name} is not known in the target.' }).with({ state: 'preparation_failed' }) },
  { name: 'prepared', of: LIFE, says: 'Ready: who it is for and who not, and it waits for somebody’s word.', story: prepared({ last_send: { at: on('05 09:00'), to_deliver: 232 } }) },
  { name: 'prepared-with-warnings', of: LIFE, says: 'Ready, but something should be read first.', story: prepared({}, ['The subject is longer than most mail programs show.', 'No unsubscribe link was found in the text.']) },
  { name: 'prepared-for-a-date', of: LIFE, says: 'Ready for a date: confirming lets it wait for it.', story: prepared(dated('2026-11-27T10:00:00', on('27 09:00'))) },
  { name: 'outdated', of: LIFE, says: 'Changed since it was prepared: it has to be prepared again.', story: prepared().changed('content', on('26 09:45')) },
  { name: 'approving-as-first', of: LIFE, says: 'I have confirmed; a second person has to approve.', story: approving('ada', 'Ada Rossi') },
  { name: 'approving-as-second', of: LIFE, says: 'Somebody else has confirmed; I am the second person.', story: approving('carla', 'Carla Mensah') },
  { name: 'waiting', of: LIFE, says: 'Confirmed, and waiting for its date.', story: confirmed(dated('2026-11-27T10:00:00', on('27 09:00')), on('27 09:00')) },
  { name: 'waiting-for-the-sender', of: LIFE, says: 'Confirmed: the first messages leave any moment.', story: confirmed() },
  { name: 'sending', of: LIFE, says: 'Being handed over, with the feedback service on: Delivered rises.', story: sending() },
  { name: 'sending-without-feedback', of: LIFE, says: 'Being handed over, with the feedback service off: Delivered begins at 100 % and falls.', story: sending({ feedback: 'off' }) },
  { name: 'sending-many', of: LIFE, says: 'A name as long as any, and figures as they are in a large send.', story: sending({ label: LONG, description: `${LONG}. ${LONG}.`, people: 4_200 }) },
  { name: 'paused', of: LIFE, says: 'Held by somebody; it can go on.', story: sending().paused(on('26 09:58')) },
  { name: 'stopped', of: LIFE, says: 'Ended before all was handed over.', story: new Story('DM98', { label: 'Autumn letter' }).prepared(on('26 07:40')).confirmed(on('26 08:00')).sending(on('26 08:00'), 5, 140).stopped(on('26 08:12'), 140) },
  { name: 'failed', of: LIFE, says: 'Ended by an error of the service.', story: new Story('DM98', { label: 'Autumn letter' }).prepared(on('26 07:40')).confirmed(on('26 08:00')).sending(on('26 08:00'), 5, 90)
    .failed(on('26 08:08'), 90, 'The sending address was taken out of service: letters@shop.example.') },
  { name: 'finished-provisional', of: LIFE, says: 'All is handed over; some outcomes are still open.', story: recent() },
  { name: 'finished-provisional-without-feedback', of: LIFE, says: 'All is handed over; bounces may still come back.', story: recent({ feedback: 'off' }) },
  { name: 'finished', of: LIFE, says: 'All outcomes are final.', story: over() },
  { name: 'finished-without-feedback', of: LIFE, says: 'No bounce can come back any more.', story: over({ feedback: 'off' }) },
  { name: 'finished-without-tracking', of: LIFE, says: 'Opens and clicks are not noted.', story: over({ tracking: 'off' }) },
  { name: 'copy', of: LIFE, says: 'A copy: its schedule was not copied.', story: editing({ label: 'Copy of Winter preview newsletter', copied_from: 'DM80' }) },

  { name: 'recurring-editing', of: REPEAT, says: 'A recurring delivery that nobody has started.', story: new Story('DM90', repeats()), service: { executions: [] } },
  { name: 'repeating', of: REPEAT, says: 'At work: its executions, the newest first.', story: new Story('DM90', repeats()).say('delivery.activated', on('01 09:00'), { by: 'Ada Rossi' }).with({ state: 'repeating' }), service: { executions: EXECUTIONS } },
  { name: 'repeating-aggregated', of: REPEAT, says: 'Executions that are counted by week.', story: new Story('DM90', repeats({ aggregation: 'week', confirmation: 'automatic' })).say('delivery.activated', on('01 09:00'), { by: 'Ada Rossi' }).with({ state: 'repeating' }), service: { executions: EXECUTIONS } },
  { name: 'repeating-paused', of: REPEAT, says: 'Held: no execution is made.', story: new Story('DM90', repeats()).say('delivery.activated', on('01 09:00'), { by: 'Ada Rossi' }).paused(on('26 09:30')), service: { executions: EXECUTIONS.slice(1, 3) } },
  { name: 'execution-prepared', of: REPEAT, says: 'One execution, to be confirmed before its date.', story: prepared(execution('27', 26)) },
  { name: 'skipped', of: REPEAT, says: 'An execution that was left out.', story: prepared(execution('27', 26)).say('delivery.skipped', on('26 09:30'), { by: 'Ada Rossi' }).with({ state: 'skipped' }) },
  { name: 'missed', of: REPEAT, says: 'An execution that nobody confirmed in time.', story: new Story('DM95', execution('26', 25)).prepared(on('25 09:00')).say('delivery.missed', on('26 08:00')).with({ state: 'missed' }) },

  { name: 'sms', of: CHANNELS, says: 'Text messages: errors, no bounces, nothing tracked.', story: recent({ channel: 'sms', label: 'Store opening reminder', content: { from: 'LANA', subject: 'We open today. First 50 guests get a scarf.' } }) },
  { name: 'sms-by-zone', of: CHANNELS, says: 'Text messages at each recipient’s own time.', story: prepared({ channel: 'sms', label: 'Store opening reminder', ...dated('2026-11-27T10:00:00', on('27 09:00'), { send_time: 'recipient_zone' }) }) },
  { name: 'push', of: CHANNELS, says: 'Notifications of a mobile application.', story: recent({ channel: 'push', label: 'Basket reminder' }) },
  { name: 'direct-mail', of: CHANNELS, says: 'Letters: nobody says what became of them.', story: recent({ channel: 'direct_mail', label: 'Winter catalogue', feedback: 'off' }) },

  { name: 'may-not-confirm', of: WHO, says: 'Who prepares but does not send reads why, and who can.', story: prepared(), user: BO },
  { name: 'only-looks', of: WHO, says: 'Whose only role is to view logs.', story: sending(), user: DEV },
  { name: 'readonly', of: WHO, says: 'The element with readonly: no buttons.', story: prepared(), element: { readonly: '' } },
  { name: 'kpis', of: WHO, says: 'The figures alone: <delivery-kpis>.', story: sending(), tag: 'delivery-kpis' },
  { name: 'confirm-alone', of: WHO, says: 'The button alone: <delivery-confirm>.', story: prepared(), tag: 'delivery-confirm' },

  { name: 'loading', of: TROUBLE, isSlow: true, says: 'The service never answers.', story: sending(), service: { but: { 'GET record': WAIT, 'GET numbers': WAIT, 'GET events': WAIT } } },
  { name: 'loading-list', of: TROUBLE, isSlow: true, says: 'The list is on its way.', service: { but: { 'GET list': WAIT } } },
  { name: 'catching-up', of: TROUBLE, isSlow: true, says: 'The record is here and the log is being read: the figures are the service’s own.', story: sending(), service: { numbers: COUNTED, but: { 'GET events': unsaid(200) } } },
  { name: 'unreachable', of: TROUBLE, says: 'Nobody answers.', story: sending(), service: { but: { 'GET session': CUT, 'GET record': CUT, 'GET numbers': CUT, 'GET events': CUT } } },
  { name: 'unavailable', of: TROUBLE, says: 'The service cannot answer now.', story: sending(), service: { but: { 'GET record': refuse(503, 'unavailable', 'Not available', 'The database is being moved.') } } },
  { name: 'unreadable', of: TROUBLE, says: 'The answer makes no sense to this page.', story: sending(), service: { but: { 'GET record': { status: 200, body: { what: 'another version' } } } } },
  { name: 'refused', of: TROUBLE, says: 'This delivery is not for this person.', story: sending(), service: { but: { 'GET record': refuse(403, 'role', 'A role is missing', 'Only people of the department Stores may see this delivery.') } } },
  { name: 'not-found', of: TROUBLE, says: 'There is no such delivery.', story: sending(), service: { but: { 'GET record': refuse(404, 'not-found', 'Not found', 'There is no delivery DM97.') } } },
  { name: 'signed-out', of: TROUBLE, says: 'The session has expired.', story: sending(), service: { but: { 'GET session': refuse(401, 'sign-in', 'Sign in', 'Sign in again.'), 'GET record': refuse(401, 'sign-in', 'Sign in', 'Sign in again.') } } },
  { name: 'stale', of: TROUBLE, says: 'The stream broke: the figures stay, with the time they are of.', story: sending(), service: { but: { 'GET live': CUT } }, minutes: 10 },
  { name: 'refused-events', of: TROUBLE, says: 'The record may be seen, its events may not.', story: sending(), service: { but: { 'GET events': refuse(403, 'role', 'A role is missing', 'Seeing events takes the role View logs.') } } },
  { name: 'command-failed', of: TROUBLE, says: 'A command that the service refused.', story: editing(), steps: [press('Prepare', 'Prepara')], service: { but: { 'POST prepare': refuse(409, 'state', 'Not now', 'The delivery is being prepared by somebody else.') } } },
  { name: 'odd-events', of: TROUBLE, says: 'Events that do not fit: said twice, contradicting each other, unknown, unreadable.', story: odd() },

  { name: 'list', of: LISTS, says: 'All kinds of deliveries, the newest first.', service: { list: LIST } },
  { name: 'list-empty', of: LISTS, says: 'No delivery yet.', service: { list: [] } },
  { name: 'list-unreachable', of: LISTS, says: 'The list could not be had.', service: { but: { 'GET list': CUT } } },

  dialog('confirm', 'What confirming means, before it is done.', asks(), [CONFIRM]),
  dialog('confirm-with-warnings', 'Warnings are repeated before the send.', asks({}, ['The subject is longer than most mail programs show.', 'No unsubscribe link was found in the text.']), [CONFIRM]),
  dialog('confirm-with-number', 'So many that the number has to be typed; it is typed wrong.', asks({ safeguards: { type_number_from: 1_000, second_person_from: null } }), [CONFIRM, fill('Type 1,200', 'Digita 1', '120')]),
  dialog('confirm-with-second-person', 'So many that a second person has to approve.', asks({ safeguards: { type_number_from: null, second_person_from: 1_000 } }), [CONFIRM]),
  dialog('approve', 'The second person reads what the first has read.', approving('carla', 'Carla Mensah'), [press('Approve', 'Approva')]),
  dialog('confirm-for-a-date', 'Confirming for a date, shown in both zones.', asks(dated('2026-11-27T10:00:00', on('27 15:00'), { zone: 'America/New_York' })), [CONFIRM]),
  dialog('confirm-by-zone', 'At each recipient’s own time; for some it is past.', asks({ channel: 'sms', ...dated('2026-11-26T16:00:00', on('26 15:00'), { send_time: 'recipient_zone' }) }), [CONFIRM]),
  dialog('confirm-past', 'Its date is past: it leaves at once.', asks(dated('2026-11-26T09:30:00', on('26 08:30'))), [CONFIRM]),
  dialog('confirm-execution', 'One execution of a recurring delivery.', asks(execution('27', 26)), [CONFIRM]),
  dialog('confirm-changed', 'Changed while it was read: nothing is sent, and what changed is named.', asks(), [CONFIRM, press('OK', 'OK')], { service: { but: {
    'POST confirm': refuse(412, 'changed', 'Changed', 'The delivery has changed meanwhile.'), 'GET record': LATER(asks({ people: 1_301, content: { from: 'Lana & Sale <letters@shop.example>', subject: 'Winter is here, {first name}' } }).record) } } }),
  dialog('confirm-out', 'The service has not answered yet.', asks(), [CONFIRM, press('OK', 'OK')], { service: { but: { 'POST confirm': WAIT } } }),
  dialog('confirm-refused', 'The service said no.', asks(), [CONFIRM, press('OK', 'OK')], { service: { but: { 'POST confirm': refuse(403, 'role', 'A role is missing', 'Confirming takes the role Start deliveries, which was taken back at 10:59.') } } }),
  dialog('start', 'What starting a recurring delivery lets happen.', new Story('DM90', repeats()), [press('Start', 'Avvia')], { service: { executions: [] } }),
  dialog('stop', 'Ending a send for good.', sending(), [press('Stop sending', 'Interrompi invio')]),
  dialog('call-off', 'Calling off what waits for its date.', confirmed(dated('2026-11-27T10:00:00', on('27 09:00')), on('27 09:00')), [press('Call off', 'Revoca invio')]),
  dialog('stop-repeating', 'Ending a recurring delivery.', new Story('DM90', repeats()).say('delivery.activated', on('01 09:00'), { by: 'Ada Rossi' }).with({ state: 'repeating' }), [press('Stop sending', 'Interrompi invio')], { service: { executions: EXECUTIONS } }),

  editor('schedule-once', 'As soon as somebody confirms.', prepared(), []),
  editor('schedule-date', 'On a date, which the clock jumps over.', prepared(dated('2027-03-28T02:30:00', '2027-03-28T01:00:00.000Z')), []),
  editor('schedule-recurring', 'Again and again, with the next dates.', new Story('DM90', repeats({ recurrence: { ...daily.recurrence, pattern: { weekly: { every: 1, days: ['mon', 'thu'] } }, ends: { after: 40 } } })), []),
  editor('schedule-with-mistakes', 'What cannot be is told at its field.', new Story('DM90', repeats()), [
    fill('Time zone', 'Fuso orario', 'Mars/Olympus'), fill('Every … days', 'Ogni … giorni', '0'), choose('End', 'Fine', 2), fill('Last day', 'Ultimo giorno', '2020-01-01'),
  ]),

  logs('logs-sending', 'One row a recipient.', 'sending'),
  logs('logs-log', 'What preparation and send say of themselves.', 'log', { story: new Story('DM98', { label: 'Autumn letter' }).prepared(on('26 07:40'), ['No unsubscribe link was found in the text.']).confirmed(on('26 08:00')).sending(on('26 08:00'), 5).finished(on('26 08:21')) }),
  logs('logs-exclusions', 'Who was left out.', 'exclusions'),
  logs('logs-causes', 'How many each rule left out.', 'causes'),
  logs('logs-tracking', 'Opens and clicks.', 'tracking'),
  logs('logs-urls', 'How often each link was followed.', 'urls'),
  logs('logs-not-delivered', 'Who did not get it, and what can be done about it.', 'not_delivered'),
  logs('logs-oddities', 'What was odd about the events.', 'oddities', { story: odd() }),
  logs('logs-of-a-number', 'The rows behind a figure, with its formula.', 'sending,group:bounces_errors'),
  logs('logs-filtered', 'Filters.', 'sending,status:failed,domain:mail.example,sort:-date'),
  logs('logs-nothing', 'Filters that nothing matches.', 'sending,status:cancelled,domain:nowhere.example'),
  logs('logs-story', 'What became of one recipient.', 'sending,status:failed', { steps: [{ press: 'row', nth: 1 }] }),
  logs('logs-masked', 'Without the role, addresses are masked by the service and nothing is exported.', 'sending', { user: BO }),

  { name: 'page-delivery', of: PAGES, says: 'A delivery in the page, with its bar.', story: sending(), page: true },
  { name: 'page-list', of: PAGES, says: 'The list in the page.', service: { list: LIST }, page: true },
  { name: 'safeguards', of: PAGES, says: 'What an administrator asks of whoever confirms.', story: sending(), user: EVE, page: true, isDialog: true,
    service: { safeguards: { type_number_from: 50_000, second_person_from: null } }, steps: [press('Safeguards', 'Salvaguardie')] },
  { name: 'tray', of: PAGES, says: 'What providers posted and nobody could file.', story: sending(), user: EVE, page: true, isDialog: true,
    service: { tray: TRAY }, steps: [press('Tray · 16', 'In sospeso · 16')] },
  { name: 'tray-empty', of: PAGES, says: 'All that was posted is filed.', story: sending(), user: EVE, page: true, isDialog: true,
    steps: [press('Tray', 'In sospeso')] },
];

const ZONES = [['', 25], ['America/Los_Angeles', 15], ['America/New_York', 195], ['Asia/Tokyo', 90], ['Europe/London', 135]];

/** Every state. */
export const STATES = all.map(state => {
  const { story } = state;
  const plan = story?.record.schedule.plan;
  if (plan?.at?.send_time === 'recipient_zone' && story.record.preparation) {
    const rest = story.count - ZONES.reduce((sum, [, count]) => sum + Math.floor(count * story.count / 1_200), 0);
    story.record.preparation.zones = [...ZONES.map(([zone, count]) => [zone, Math.floor(count * story.count / 1_200)]), [ROME, rest]];
  }
  return { user: ADA, service: {}, element: {}, steps: [], tag: 'delivery-dashboard', ...state };
});

export const state = name => STATES.find(each => each.name === name);
