// The engines besides Chromium, each spoken to through the WebDriver of those who make it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { Builder } from 'selenium-webdriver';
import { until, within } from './patience.mjs';

/** How long a browser may take to begin, and to end. */
const BEGIN_MS = 60_000;
const END_MS = 10_000;
/** A zone in which the demo's dates are not those of the service. */
const ZONE = 'Europe/Rome';
const SIZE = { x: 0, y: 0, width: 1280, height: 900 };

/** `cargo xtask` says which of them this machine has, and where. */
const AVAILABLE = (process.env.ENGINES ?? 'firefox,webkit').split(',');

export const ENGINES = [
  {
    name: 'Firefox',
    isHere: AVAILABLE.includes('firefox'),
    needsDisplay: false,
    // Its second port, for what the page says by itself, is any that is free.
    driver: port => [process.env.GECKODRIVER || 'geckodriver', [`--port=${port}`, '--websocket-port=0']],
    capabilities: {
      browserName: 'firefox',
      webSocketUrl: true,
      'moz:firefoxOptions': {
        binary: process.env.FIREFOX || 'firefox-esr',
        args: ['-headless'],
        prefs: { 'intl.accept_languages': 'en-GB' },
      },
    },
  },
  {
    name: 'WebKit',
    isHere: AVAILABLE.includes('webkit'),
    needsDisplay: true,
    driver: port => [process.env.WEBKIT_DRIVER || 'WebKitWebDriver', [`--port=${port}`]],
    // Nothing here has a graphics card: what it would be asked for is drawn at once instead.
    environment: { WEBKIT_DISABLE_DMABUF_RENDERER: '1' },
    capabilities: { browserName: 'MiniBrowser' },
  },
];

/** A browser of its own, with nothing remembered: the driver, and the way to end it. */
export async function start(engine) {
  const running = [];
  const stop = async () => {
    for (const child of running.reverse()) await end(child);
  };
  try {
    const environment = { ...process.env, ...engine.environment, TZ: ZONE, LC_ALL: 'C.UTF-8', LANGUAGE: 'en' };
    if (engine.needsDisplay) environment.DISPLAY = await display(running);
    const port = await freePort();
    const [program, options] = engine.driver(port);
    const child = run(running, program, options, { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
    const address = `http://127.0.0.1:${port}`;
    await answers(child, `${address}/status`);
    const builder = new Builder().disableEnvironmentOverrides().usingServer(address).withCapabilities(engine.capabilities);
    const driver = await within(BEGIN_MS, `the start of ${engine.name}`, builder.build());
    await driver.manage().window().setRect(SIZE);
    const quit = async () => {
      await within(END_MS, `the end of ${engine.name}`, driver.quit()).catch(() => {});
      await stop();
    };
    return { driver, quit, said: () => child.said };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Starts a program, and keeps what it says for the report of a failed journey. */
function run(running, program, options, how) {
  const child = spawn(program, options, how);
  child.said = '';
  child.on('error', error => (child.said += `${program} could not be started: ${error.message}\n`));
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', text => (child.said += text));
  // Not once its pipes are closed: what it started may hold them.
  child.ended = once(child, 'exit').catch(() => {});
  running.push(child);
  return child;
}

async function end(child) {
  if (child.exitCode === null && child.signalCode === null) child.kill();
  await child.ended;
}

/** A screen that nobody sees. */
async function display(running) {
  const options = ['-displayfd', '3', '-screen', '0', '1400x1000x24', '-nolisten', 'tcp'];
  const child = run(running, process.env.XVFB || 'Xvfb', options, { stdio: ['ignore', 'ignore', 'pipe', 'pipe'] });
  const number = await Promise.race([once(child.stdio[3], 'data'), child.ended.then(() => null)]);
  if (number === null) throw new Error(`there is no screen: ${child.said}`);
  return `:${String(number).trim()}`;
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/** Until the driver can be asked. */
async function answers(child, address) {
  await until('the driver answers', async () => {
    if (child.exitCode !== null || child.pid === undefined) throw new Error(`the driver ended; it said: ${child.said}`);
    return fetch(address).then(answer => answer.ok, () => false);
  });
}
