// Webhooks, posted to the service over loopback as a provider posts them: one event each, from several connections, each
// answered once it is on the disk. The service is killed at the end, and has to have kept what it acknowledged.
import { Service } from '../browser/harness/service.mjs';
import { atLeast } from './figures.mjs';

const WHO = 'ada';
const SECRET = 'only for webhooks: 42';
const ID = 'DM98';
const WEBHOOKS = 10_000;
const LANES = 16;
const MINUTE_MS = 60_000;

/** The bench. */
export async function webhooks({ figures }) {
  process.env.DELIVERY_INGEST_POSTMARK = SECRET;
  const service = await Service.start({ speed: 1, seed: 7, recipients: 200 });
  try {
    const before = await service.end(WHO, ID);
    let next = 0;
    let acknowledged = 0;
    const began = performance.now();
    const lane = async () => {
      while (next < WEBHOOKS) {
        next += 1;
        if (await posted(service, next)) acknowledged += 1;
      }
    };
    await Promise.all(Array.from({ length: LANES }, lane));
    const rate = (acknowledged / (performance.now() - began)) * MINUTE_MS;
    figures.figure('webhooks.per_minute', rate, 'webhooks', atLeast(10_000));
    await service.kill();
    await service.restart();
    const kept = (await service.log(WHO, ID)).slice(before).filter(({ id }) => id.startsWith('in.')).length;
    figures.check(`${acknowledged} of ${WEBHOOKS} webhooks were acknowledged, and ${kept} are in the log`, kept === acknowledged && kept === WEBHOOKS);
  } finally {
    await service.stop();
  }
}

async function posted(service, number) {
  const body = JSON.stringify({
    RecordType: 'Click',
    MessageID: `P-${number}`,
    Recipient: `p${number}@x.example`,
    ReceivedAt: '2026-11-23T09:00:00Z',
    OriginalLink: `https://x.example/${number}`,
    Metadata: { delivery: ID },
  });
  const headers = { 'content-type': 'application/json', 'x-webhook-secret': SECRET };
  const answer = await fetch(`${service.address}/ingest/postmark`, { method: 'POST', headers, body });
  await answer.arrayBuffer();
  return answer.ok;
}
