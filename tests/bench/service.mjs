// The service itself, over loopback: how fast it gives out a long history, and how many may follow a quick delivery. It
// is the real one, on a database that is thrown away; what is asked of it is asked by this program, without a browser.
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { Service } from '../browser/harness/service.mjs';
import { atLeast, atMost } from './figures.mjs';
import { Follower, share } from './follower.mjs';
import { memory, pause, send, until } from './sending.mjs';

const WHO = 'ada';
const MEGABYTE = 1_000_000;

/** The largest of the demo's deliveries: 5.5 times the recipients it is asked for. */
const LARGEST = 'DM105';
const LARGEST_SHARE = 5.5;
/** So fast that a send is written as fast as the service can write. */
const AT_ONCE = 2_000;
const WRITING_MS = 240_000;
const ROUNDS = 3;
const SLOW_READERS = 20;
const SLOW_MS = 3_000;

/** Handed over in 50 seconds, each with an answer a few seconds later: about 1,000 events a second. */
const QUICK = 'DM95';
const QUICK_RECIPIENTS = 24_000;
const QUICK_SPEED = 20;
const FOLLOWERS = 100;
const STALLED = 5;
const WATCHED_MS = 20_000;
const FILL_MS = 2_000;

/** The bench. */
export async function service({ stream, figures }) {
  await history(stream, figures);
  await followers(figures);
}

async function history(stream, figures) {
  const recipients = Math.max(100, Math.round(stream.recipients / LARGEST_SHARE));
  const service = await Service.start({ speed: AT_ONCE, seed: 7, recipients });
  try {
    const pages = join(service.folder, 'pages');
    await mkdir(pages);
    const began = Date.now();
    await send(service, LARGEST);
    await until('enough is written', async () => (await service.end(WHO, LARGEST)) >= stream.lines || Date.now() > began + WRITING_MS);
    const events = await service.end(WHO, LARGEST);
    figures.figure('service.events', events, 'events');
    figures.figure('service.written_per_second', events / ((Date.now() - began) / 1_000), 'events/s');
    // What was acknowledged outlasts that. From here on next to nothing happens.
    await service.kill();
    await service.restart({ speed: 1, static: pages });

    const address = `/api/deliveries/${LARGEST}/events`;
    const authorization = `Bearer ${await service.token(WHO)}`;
    const ask = (path, more = {}, sink) => taken(service, path, { accept: 'application/x-ndjson', authorization, ...more }, sink);
    const copy = join(pages, 'history.txt');
    const file = await open(copy, 'w');
    await ask(address, {}, file);
    await file.close();
    // The copy is as it came, the lengths of its pieces between them: a few in ten thousand bytes.
    const bytes = statSync(copy).size;
    figures.check(`the history has to hold ${events} events, and has ${bytes} bytes`, bytes / events > 100);

    const before = memory(service.process);
    const [kept, files, packed] = [[], [], []];
    for (let round = 0; round < ROUNDS; round += 1) {
      kept.push((await ask(address)).speed);
      files.push((await ask('/history.txt')).speed);
      packed.push(await ask(address, { 'accept-encoding': 'zstd' }));
    }
    const [read, served] = [share(kept, 0.5), share(files, 0.5)];
    figures.figure('service.history_megabytes_per_second', read / MEGABYTE, 'MB/s');
    figures.figure('service.static_megabytes_per_second', served / MEGABYTE, 'MB/s');
    figures.figure('service.history_to_static_ratio', read / served, 'of its speed', atLeast(0.5));
    figures.figure('service.history_packed_share', packed[0].bytes / bytes, 'of its bytes');
    figures.figure('service.history_packed_seconds', share(packed.map(({ seconds }) => seconds), 0.5), 's');

    const slow = await Promise.all(Array.from({ length: SLOW_READERS }, () => begun(service, address, { authorization })));
    await pause(SLOW_MS);
    const after = memory(service.process);
    slow.forEach(socket => socket.destroy());
    const growth = after.most === null ? null : after.most - before.now;
    figures.figure('service.history_memory_growth_megabytes', growth === null ? null : growth / MEGABYTE, 'MB', growth === null ? undefined : atMost(100));
  } finally {
    await service.stop();
  }
}

/** Takes a whole answer as fast as it comes, into one place in memory or a file; looks at nothing but its first line. */
function taken(service, path, headers, file) {
  return new Promise((resolve, reject) => {
    let [bytes, first, writing] = [0, undefined, Promise.resolve()];
    const began = performance.now();
    const callback = (length, buffer) => {
      first ??= buffer.toString('latin1', 0, Math.min(length, 32));
      bytes += length;
      if (file) {
        const piece = Buffer.from(buffer.subarray(0, length));
        writing = writing.then(() => file.write(piece));
      }
      return true;
    };
    const socket = connect({ host: '127.0.0.1', port: service.port, onread: { buffer: Buffer.alloc(1 << 20), callback } });
    socket.on('error', reject).on('end', () => {
      const seconds = (performance.now() - began) / 1_000;
      if (!first?.startsWith('HTTP/1.1 200')) reject(new Error(`GET ${path}: ${first}`));
      else writing.then(() => resolve({ bytes, seconds, speed: bytes / seconds }), reject);
    });
    socket.write(asked(service, path, headers));
  });
}

/** An answer that is asked for, and not taken. */
async function begun(service, path, headers) {
  const socket = connect({ host: '127.0.0.1', port: service.port });
  socket.on('error', () => {});
  await once(socket, 'connect');
  socket.pause();
  socket.write(asked(service, path, headers));
  return socket;
}

function asked(service, path, headers) {
  const all = { host: `127.0.0.1:${service.port}`, connection: 'close', ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `GET ${path} HTTP/1.1\r\n${lines.join('')}\r\n`;
}

async function followers(figures) {
  const service = await Service.start({ speed: QUICK_SPEED, seed: 7, recipients: QUICK_RECIPIENTS });
  try {
    await send(service, QUICK);
    await pause(FILL_MS);
    const [token, begin] = [await service.token(WHO), await service.end(WHO, QUICK)];
    const before = memory(service.process);
    const join = (count, after) => Promise.all(Array.from({ length: count }, () => Follower.open(service.address, token, QUICK, after)));
    const all = await join(FOLLOWERS, begin);
    const latencies = since => all.flatMap(follower => follower.pieces.filter(({ written }) => written > since).map(({ written, came }) => came - written));

    const alone = Date.now();
    await pause(WATCHED_MS);
    const calm = latencies(alone);
    const end = await service.end(WHO, QUICK);
    const stalled = await join(STALLED, begin);
    stalled.forEach(follower => follower.stall());
    const together = Date.now();
    await pause(WATCHED_MS);
    const disturbed = latencies(together);
    const after = memory(service.process);

    figures.figure('service.followed_events_per_second', (end - begin) / (WATCHED_MS / 1_000), 'events/s');
    figures.figure('service.followers_p99_ms', share(calm, 0.99), 'ms', atMost(250));
    figures.figure('service.followers_p99_with_stalled_ms', share(disturbed, 0.99), 'ms', atMost(250));
    const growth = after.now === null ? null : (after.now - before.now) / MEGABYTE;
    figures.figure('service.followers_memory_growth_megabytes', growth, 'MB', growth === null ? undefined : atMost(100));

    // Those who slept have to find everything when they wake.
    stalled.forEach(follower => follower.wake());
    const last = await service.end(WHO, QUICK);
    const everybody = [...all, ...stalled];
    const there = async () => everybody.every(follower => follower.last >= last);
    await until('everybody has everything', there, 15_000).catch(error => figures.check(error.message, false));
    const wrong = everybody.filter(follower => follower.mistakes > 0 || follower.last < last).length;
    figures.check(`each line once and in order, and ${wrong} followers saw something else`, wrong === 0);
    everybody.forEach(follower => follower.close());
  } finally {
    await service.stop();
  }
}
