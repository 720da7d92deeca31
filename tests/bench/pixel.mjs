// From event to pixel: the page follows a delivery that the real service sends at about 1,000 events a second, and each
// frame tells what the tile shows. When the service had written what it shows is known from its stream.
import { Dashboard } from '../browser/harness/dashboard.mjs';
import { Service } from '../browser/harness/service.mjs';
import { atMost } from './figures.mjs';
import { Follower, share } from './follower.mjs';
import { pause, send, until } from './sending.mjs';
import { watched } from './watched.mjs';

const WHO = 'ada';
/** Handed over in 50 seconds, each with an answer a few seconds later: about 1,000 events a second. */
const QUICK = 'DM95';
const QUICK_RECIPIENTS = 24_000;
const QUICK_SPEED = 20;
const FILL_MS = 3_000;
const WATCHED_MS = 25_000;
/** What is written last has to have its time to be shown. */
const LATE_MS = 2_000;

/** The bench. */
export async function pixel({ browser, figures }) {
  const service = await Service.start({ speed: QUICK_SPEED, seed: 7, recipients: QUICK_RECIPIENTS });
  try {
    const { page, complaints } = await watched(browser, service.address);
    const dashboard = new Dashboard(page);
    await dashboard.open(QUICK, WHO);
    await send(service, QUICK);
    const sent = dashboard.tile('Sent').getByRole('definition').nth(1);
    await until('the page shows what is sent', async () => (await dashboard.counts('Sent'))[0] > 0, 30_000);
    const follower = await Follower.open(service.address, await service.token(WHO), QUICK, 0);
    await pause(FILL_MS);
    await sent.evaluate(look);
    const [since, from] = [Date.now(), follower.last];
    await pause(WATCHED_MS);
    const [end, to] = [Date.now() - LATE_MS, follower.last];
    const { frames, isThere } = await page.evaluate(() => window.looked);

    const latencies = shownAfter(follower.pieces.filter(({ written }) => written > since && written < end), frames);
    const shown = latencies.filter(latency => latency !== undefined);
    figures.figure('pixel.events_per_second', (to - from) / (WATCHED_MS / 1_000), 'events/s');
    figures.figure('pixel.frames_per_second', frames.length / (WATCHED_MS / 1_000), 'frames/s');
    figures.figure('pixel.event_to_pixel_p50_ms', share(shown, 0.5), 'ms');
    figures.figure('pixel.event_to_pixel_p99_ms', share(shown, 0.99), 'ms', atMost(250));
    figures.check('the tile was replaced while it was looked at', isThere);
    figures.check(`of ${latencies.length} pieces ${latencies.length - shown.length} were never shown`, shown.length === latencies.length);
    figures.check(`too few pieces to tell: ${latencies.length}`, latencies.length >= 100);
    figures.check(`the stream was wrong ${follower.mistakes} times`, follower.mistakes === 0);
    for (const complaint of complaints) figures.check(`the page complained: ${complaint}`, false);
    follower.close();
    await page.context().close();
  } finally {
    await service.stop();
  }
}

/** Runs in the page: what stands there at the end of each frame, with the wall clock's time after it was painted. */
function look(counts) {
  window.looked = { frames: [], isThere: true };
  const { port1, port2 } = new MessageChannel();
  let number = 0;
  // A task that is posted from a frame runs after that frame is painted.
  port1.onmessage = () => window.looked.frames.push({ number, at: performance.timeOrigin + performance.now() });
  const frame = () => {
    window.looked.isThere &&= counts.isConnected;
    number = Number(/\d[\d,]*/.exec(counts.textContent)[0].replaceAll(',', ''));
    port2.postMessage(null);
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}

/** Milliseconds from writing each piece that handed something over to the first frame that shows at least as much. */
function shownAfter(pieces, frames) {
  let [frame, handed] = [0, 0];
  const latencies = [];
  for (const { written, relayed } of pieces) {
    if (relayed <= handed) continue;
    handed = relayed;
    while (frame < frames.length && frames[frame].number < relayed) frame += 1;
    latencies.push(frames[frame] && frames[frame].at - written);
  }
  return latencies;
}
