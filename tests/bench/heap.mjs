// The log window over the whole delivery: scrolled, sorted, narrowed down, taken away.
import { Logs } from '../browser/harness/logs.mjs';
import { atLeast, atMost } from './figures.mjs';
import { DELIVERY } from './stub.mjs';
import { watched } from './watched.mjs';

const PATIENCE_MS = 15 * 60_000;
/** Frames from the first row to the last, and back: some ten seconds each way. */
const FRAMES = 600;
/** What is asked of the list: a name, and what is done in the page; its answer is another count or another first row. */
const QUESTIONS = [
  ['sorted by address', { press: '[data-column=address] button' }],
  ['sorted the other way', { press: '[data-column=address] button' }],
  ['sorted by date', { press: '[data-column=date] button' }],
  ['of one status', { choose: ['Status', 'Failed'] }],
  ['of one reason', { choose: ['Reason', 'User unknown'] }],
  ['of everybody', { clear: true }],
  ['of a text', { type: '77' }],
  ['of a longer text', { type: '777' }],
  ['of everybody again', { type: '' }],
];

/** The bench. */
export async function heap({ browser, stub, stream, figures }) {
  const { page, complaints } = await watched(browser, stub.address, { acceptDownloads: true });
  page.setDefaultTimeout(PATIENCE_MS);
  const shown = new Logs(page);
  const say = async what => console.log(what, await page.evaluate(() => window.watched.heap()/1e6));
  await page.goto(`/?delivery=${DELIVERY}`);
  await page.waitForFunction(() => window.watched.marked('live') !== undefined, undefined, { timeout: PATIENCE_MS });
  await page.waitForTimeout(3000); await say('live'); await page.getByRole('link', {name:'Logs', exact:true}).click(); await shown.grid.waitFor();
  await settled(page);
  await say('window');
  figures.check(
    `the list has to have ${stream.numbers.to_deliver} rows, and has ${await shown.count()}`,
    (await shown.count()) === stream.numbers.to_deliver,
  );

  const scrolled = await page.evaluate(scroll, 20);
  figures.figure('logs.scroll_longest_gap_ms', scrolled.longest, 'ms between frames', atMost(50));
  figures.figure('logs.scroll_frames_without_rows', scrolled.blank, `of ${scrolled.frames}`, atMost(0));
  figures.check(`the last row was not reached: ${scrolled.last}`, scrolled.last === stream.numbers.to_deliver + 1);

  await shown.window.getByText('Filters', { exact: true }).click();
  const answers = [];
  for (const [name, question] of QUESTIONS) {
    const { answered, tasks } = await page.evaluate(ask, question);
    await settled(page);
    console.log(answered.toFixed(0), tasks.join()); await say(name);
    answers.push({ name, answered, task: Math.max(0, ...tasks) });
  }
  const slowest = answers.reduce((left, right) => (right.answered > left.answered ? right : left));
  const longest = answers.reduce((left, right) => (right.task > left.task ? right : left));
  figures.figure('logs.first_rows_ms', slowest.answered, `ms, ${slowest.name}`, atMost(150));
  figures.figure('logs.question_longest_task_ms', longest.task, `ms, ${longest.name}`, atMost(50));

  const before = await page.evaluate(() => performance.now());
  const { lines } = await take(page, shown);
  const { seconds, tasks } = await page.evaluate(since => {
    const during = window.watched.tasks().filter(task => task.startTime >= since).map(task => task.duration);
    return { seconds: (performance.now() - since) / 1_000, tasks: during };
  }, before);
  figures.figure('logs.export_rows_per_second', stream.numbers.to_deliver / seconds, 'rows/s', atLeast(200_000));
  figures.figure('logs.export_longest_task_ms', Math.max(0, ...tasks), 'ms', atMost(50));
  figures.check(`the file has to have ${stream.numbers.to_deliver} rows, and has ${lines}`, lines === stream.numbers.to_deliver);

  await say('export');
  const heap = await page.evaluate(() => window.watched.heap());
  figures.figure('logs.wasm_heap_bytes_per_recipient', heap / stream.recipients, 'bytes', atMost(100));
  for (const complaint of complaints) figures.check(`the page complained: ${complaint}`, false);
  await page.context().close();
}

/** Until the list is in its order, and what belongs to it is counted. */
async function settled(page) {
  await page.locator('[role=grid][aria-busy=false]').waitFor();
  await page.evaluate(() => new Promise(done => requestIdleCallback(done, { timeout: 5_000 })));
}

/** The whole list as a file; its lines are counted, but for the heading. Until the page says that it is done. */
async function take(page, shown) {
  const coming = page.waitForEvent('download');
  await shown.button('Export CSV').click();
  await shown.window.getByText(/^✓ Exported/).waitFor();
  const file = await (await coming).createReadStream();
  let lines = 0;
  let head = 0;
  let rest = '';
  for await (const piece of file) {
    for (const byte of piece) if (byte === 10) lines += 1;
    if (head === 0) {
      rest += piece.toString('utf8');
      head = rest.split('\r\n').findIndex(line => line.startsWith('date,')) + 1;
    }
  }
  return { lines: lines - head };
}

/** Runs in the page: from the first row to the last and back, a step a frame. */
async function scroll(frames) {
  const grid = document.querySelector('[role=grid]');
  const box = grid.getBoundingClientRect();
  const frame = () => new Promise(done => requestAnimationFrame(done));
  const reach = grid.scrollHeight - grid.clientHeight;
  let longest = 0, blank = 0, last = 0;
  let before = await frame();
  for (let step = 1; step <= 2 * frames; step += 1) {
    grid.scrollTop = Math.round(reach * (step <= frames ? step / frames : 2 - step / frames));
    const now = await frame();
    longest = Math.max(longest, now - before);
    before = now;
    // What was drawn in this frame was made after the last one.
    const row = document.elementFromPoint(box.left + 40, box.top + box.height / 2)?.closest('[role=row]');
    if (!row) blank += 1;
    if (step === frames) {
      await frame();
      await frame();
      last = Math.max(...[...grid.querySelectorAll('[role=row]')].map(row => row.ariaRowIndex));
      before = await frame();
    }
  }
  return { longest, blank, last, frames: 2 * frames };
}

/** Runs in the page: asks, and waits until the first rows of the answer are there. */
async function ask({ press, choose, type, clear }) {
  const inside = document.querySelector('dialog[open]');
  const grid = () => inside.querySelector('[role=grid]');
  const look = () => [inside.querySelector('[role=tabpanel] [role=status]')?.textContent, [...(grid()?.querySelectorAll('[role=row]') ?? [])].slice(1, 8).map(row => row.textContent).join()].join('|');
  const before = look();
  const begun = performance.now();
  if (press) inside.querySelector(press).click();
  if (choose) {
    const [name, value] = choose;
    const field = [...inside.querySelectorAll('label')].find(label => label.textContent.startsWith(name)).querySelector('select');
    field.selectedIndex = [...field.options].findIndex(option => option.textContent === value);
    field.dispatchEvent(new Event('change', { bubbles: true }));
  }
  if (type !== undefined) {
    const field = inside.querySelector('input[type=search]');
    field.value = type;
    field.dispatchEvent(new Event('input', { bubbles: true }));
  }
  if (clear) [...inside.querySelectorAll('button')].find(button => button.textContent === 'Clear filters').click();
  const isAnswered = () => look() !== before && look().split('|').every(text => text !== '');
  while (!isAnswered()) {
    if (performance.now() - begun > 60_000) throw new Error(`never answered: ${look()}`);
    await new Promise(done => requestAnimationFrame(done));
  }
  const answered = performance.now() - begun;
  // Until the list is whole; long tasks are told a moment later.
  while (grid()?.getAttribute('aria-busy') === 'true') await new Promise(done => requestAnimationFrame(done));
  await new Promise(done => setTimeout(done, 200));
  const tasks = window.watched.tasks().filter(task => task.startTime >= begun - 5).map(task => task.duration);
  return { answered, tasks };
}
