// How fast each provider's feed is read, by the engine as a command: events as that provider writes them, one a line.
import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const LINES = 200_000;
const NINE = Date.UTC(2026, 10, 23, 9) / 1_000;
const REPLY = '550 5.1.1 The account that you tried to reach does not exist';

/** Of ten mails nine arrive; every third line is an open of one that did. */
const isOpen = index => index % 3 === 2;
const isBounce = index => index % 30 === 0;
const mailOf = index => (isOpen(index) ? index - 1 : index);
const address = index => `recipient-${mailOf(index)}@example.com`;
const kind = (index, { delivered, bounced, opened }) => (isOpen(index) ? opened : isBounce(index) ? bounced : delivered);
const rfc = index => new Date((NINE + (index % 3_600)) * 1_000).toISOString();

/** One event of each provider. What no kind of event needs is left out, as each provider does. */
const WRITES = {
  ses(index) {
    const mail = { timestamp: rfc(index), messageId: `0100${mailOf(index)}-e7c3`, destination: [address(index)], source: 'shop@example.org' };
    const bounce = { bounceType: 'Permanent', bounceSubType: 'General', timestamp: rfc(index), feedbackId: `f${index}`, bouncedRecipients: [{ emailAddress: address(index), status: '5.1.1', diagnosticCode: `smtp; ${REPLY}` }] };
    return kind(index, {
      delivered: { eventType: 'Delivery', mail, delivery: { timestamp: rfc(index), recipients: [address(index)], smtpResponse: '250 OK' } },
      bounced: { eventType: 'Bounce', mail, bounce },
      opened: { eventType: 'Open', mail, open: { timestamp: rfc(index), userAgent: 'Mozilla/5.0' } },
    });
  },
  sendgrid(index) {
    const own = kind(index, { delivered: { event: 'delivered', response: '250 OK' }, bounced: { event: 'bounce', type: 'bounce', reason: REPLY, status: '5.1.1' }, opened: { event: 'open', sg_machine_open: false } });
    return { email: address(index), timestamp: NINE + (index % 3_600), 'smtp-id': `<m${mailOf(index)}@ismtpd-1>`, category: ['news'], sg_event_id: `e${index}`, sg_message_id: `m${mailOf(index)}.filter01.1.2.0`, ...own };
  },
  sparkpost(index) {
    const own = kind(index, { delivered: { type: 'delivery' }, bounced: { type: 'bounce', bounce_class: '10', error_code: '550', raw_reason: REPLY }, opened: { type: 'open' } });
    return { msys: { [isOpen(index) ? 'track_event' : 'message_event']: { event_id: `e${index}`, message_id: `m${mailOf(index)}`, transmission_id: '658', rcpt_to: address(index), raw_rcpt_to: address(index), timestamp: `${NINE + (index % 3_600)}`, ...own } } };
  },
  mailgun(index) {
    const own = kind(index, {
      delivered: { event: 'delivered', 'delivery-status': { code: 250, message: 'OK', 'attempt-no': 1 } },
      bounced: { event: 'failed', severity: 'permanent', reason: 'bounce', 'delivery-status': { code: 550, message: REPLY, 'attempt-no': 1 } },
      opened: { event: 'opened', 'client-info': { bot: '', 'client-type': 'browser' } },
    });
    return { signature: { timestamp: `${NINE}`, token: 't', signature: 's' }, 'event-data': { id: `e${index}`, timestamp: NINE + (index % 3_600) + 0.153125, 'log-level': 'info', recipient: address(index), message: { headers: { to: address(index), 'message-id': `m${mailOf(index)}@example.org` } }, ...own } };
  },
  postmark(index) {
    const common = { MessageID: `883953f4-${mailOf(index)}`, ServerID: 23, MessageStream: 'broadcast' };
    return kind(index, {
      delivered: { RecordType: 'Delivery', ...common, Recipient: address(index), DeliveredAt: rfc(index), Details: 'OK' },
      bounced: { RecordType: 'Bounce', ...common, ID: index + 1, Type: 'HardBounce', TypeCode: 1, Email: address(index), BouncedAt: rfc(index), Details: `smtp;${REPLY}` },
      opened: { RecordType: 'Open', ...common, Recipient: address(index), ReceivedAt: rfc(index), FirstOpen: true, UserAgent: 'Mozilla/5.0' },
    });
  },
  mailjet(index) {
    const own = kind(index, { delivered: { event: 'sent', smtp_reply: '250 OK' }, bounced: { event: 'bounce', hard_bounce: true, error_related_to: 'recipient', error: 'user unknown', comment: REPLY }, opened: { event: 'open', agent: 'Mozilla/5.0' } });
    return { time: NINE + (index % 3_600), MessageID: 1e15 + mailOf(index), Message_GUID: `1ab23cd4-${mailOf(index)}`, email: address(index), mj_campaign_id: 7257, mj_contact_id: 4, CustomID: '', Payload: '', ...own };
  },
  brevo(index) {
    const own = kind(index, { delivered: { event: 'delivered' }, bounced: { event: 'hard_bounce', reason: REPLY }, opened: { event: 'unique_opened' } });
    return { email: address(index), id: 26_224, date: '2026-11-23 10:00:00', ts: NINE, ts_event: NINE, ts_epoch: (NINE + (index % 3_600)) * 1_000, 'message-id': `<m${mailOf(index)}@relay.example.com>`, tags: ['news'], ...own };
  },
  resend(index) {
    const common = { email_id: `m${mailOf(index)}`, created_at: rfc(index), from: 'Shop <shop@example.org>', to: [address(index)], subject: 'News' };
    const bounce = { message: 'It bounced.', type: 'Permanent', subType: 'General', diagnosticCode: [`smtp; ${REPLY}`] };
    return { type: kind(index, { delivered: 'email.delivered', bounced: 'email.bounced', opened: 'email.opened' }), created_at: rfc(index), data: { ...common, ...(isBounce(index) && !isOpen(index) && { bounce }) } };
  },
  postal(index) {
    const message = { id: 1 + mailOf(index), token: `t${mailOf(index)}`, direction: 'outgoing', to: address(index), timestamp: NINE };
    const attempt = (status, output) => ({ message, status, details: 'd', output, timestamp: NINE + (index % 3_600), time: 0.2 });
    const payload = kind(index, { delivered: attempt('Sent', '250 OK'), bounced: attempt('HardFail', REPLY), opened: { message, ip_address: '192.0.2.1', user_agent: 'Mozilla/5.0' } });
    return { event: kind(index, { delivered: 'MessageSent', bounced: 'MessageDeliveryFailed', opened: 'MessageLoaded' }), timestamp: NINE + (index % 3_600) + 0.25, payload, uuid: `u${index}` };
  },
  // A mail server knows nothing of opens: it says that it took the mail.
  kumomta(index) {
    const response = kind(index, { delivered: { code: 250, content: 'OK' }, bounced: { code: 550, enhanced_code: { class: 5, subject: 1, detail: 1 }, content: 'no such user', command: 'RCPT TO' }, opened: { code: 250, content: '' } });
    return { type: kind(index, { delivered: 'Delivery', bounced: 'Bounce', opened: 'Reception' }), id: `m${mailOf(index)}`, sender: 'shop@example.org', recipient: address(index), queue: 'c:t@example.com', response, timestamp: NINE + (index % 3_600), event_time: rfc(index), num_attempts: 0, bounce_classification: 'Uncategorized', nodeid: '557f3ad4' };
  },
};

/** The bench. */
export async function providers({ out, command, figures }) {
  const folder = join(out, 'providers');
  mkdirSync(folder, { recursive: true });
  for (const [name, write] of Object.entries(WRITES)) {
    const path = join(folder, `${name}.ndjson`);
    writeFileSync(path, Array.from({ length: LINES }, (_, index) => `${JSON.stringify(write(index))}\n`).join(''));
    const begun = performance.now();
    const { stdout } = await promisify(execFile)(command, ['--format', name, '--as-of', '2026-11-24T00:00:00Z', path]);
    const seconds = (performance.now() - begun) / 1_000;
    figures.figure(`providers.${name}_events_per_second`, LINES / seconds, 'lines/s, as a command');
    const counted = JSON.parse(stdout);
    const mails = new Set(Array.from({ length: LINES }, (_, index) => mailOf(index))).size;
    for (const [what, expected] of Object.entries({ events: LINES, sent: mails, malformed: 0, unrecognised: 0 })) {
      figures.check(`${name}: ${what} is ${expected}, and the command counts ${counted[what]}`, counted[what] === expected);
    }
  }
}
