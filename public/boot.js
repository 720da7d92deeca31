// The first to run, while the program is on its way: asks the service for what the program will ask for first, paints what
// was last seen, and starts the program. The bundler names the program's two files on this script's own tag.

// Views are made from templates that hold no text of people's; whatever else would become markup is refused.
const MARKUP_REFUSED = /<\s*(script|iframe|object|embed|base|meta|link)\b|\son\w+\s*=|javascript:/i;

if (window.trustedTypes?.createPolicy) {
  const refuse = what => () => { throw new TypeError(`${what} is not allowed on this page`); };
  window.trustedTypes.createPolicy('default', {
    createHTML: text => (MARKUP_REFUSED.test(text) ? refuse('This markup')() : text),
    createScript: refuse('Script'),
    createScriptURL: refuse('Script'),
  });
}

const { js, wasm } = document.querySelector('script[data-wasm]').dataset;
// Compiled while it loads. It has no integrity to be checked, for then nothing of it would be given out before its end; its
// name is its digest, and it comes from where this script does.
const program = fetch(new URL(wasm, document.baseURI));
program.catch(() => {});

const query = new URLSearchParams(location.search);
// On files alone, there is no service to ask, and nothing that was seen before.
const isOnFiles = query.has('files') || query.has('events');
const delivery = isOnFiles ? null : query.get('delivery');
// As src/shell/storage.rs keeps them. A browser may refuse to be asked.
const kept = (storage, name) => {
  try { return window[storage].getItem(`delivery-dashboard.${name}`); } catch { return null; }
};
const login = kept('sessionStorage', 'login');

/** What is said before the program is here, which brings all other words. English stands in the page. */
const OTHERS = ['it'];
const language = [kept('localStorage', 'language'), ...navigator.languages].map(tag => tag?.slice(0, 2)).find(tag => tag === 'en' || OTHERS.includes(tag)) ?? 'en';
const words = language === 'en' ? {} : fetch(`boot-${language}.json`).then(answer => answer.json()).catch(() => ({}));

// What is asked early. Nothing depends on it: what the program does not find here, or finds refused, it asks for itself.
const JSON_TYPE = 'application/json';
/** By the request as HTTP writes it; `null` once it is the program's own affair. */
const early = new Map();

/** Asks, unless the program already has; gives the answer, or nothing. */
function ask(path, headers, more = { headers, cache: 'no-store' }) {
  const { method = 'GET', body } = more;
  const request = [`${method} ${path}`, ...Object.entries(headers).map(header => header.join(': ')), ...(body ? ['', body] : [])].join('\n');
  if (early.has(request) || isOver) return undefined;
  const closing = new AbortController();
  const asked = fetch(path, { ...more, signal: closing.signal }).then(answer => {
    answer.cameAt = performance.timeOrigin + performance.now();
    return answer.ok ? answer : undefined;
  }).catch(() => {});
  early.set(request, { asked, closing });
  return asked;
}

/** For src/shell/early.rs: the answer to a request, once; `signal` ends it. */
window.takeEarly = (request, signal) => {
  const { asked, closing } = early.get(request) ?? {};
  early.set(request, null);
  signal?.addEventListener('abort', () => closing?.abort());
  return asked;
};

/** By when the program has asked for everything once; what it asks from then on is to be news. */
let isOver = false;
const end = () => { isOver = true; early.clear(); };

async function askEarly() {
  const Accept = JSON_TYPE;
  // Without a header of its own, so that it is the one that index.html has had asked for.
  const first = ask('/api/demo/token', { Accept }, {});
  const named = { 'Content-Type': JSON_TYPE };
  const token = login === null ? first : ask('/api/demo/token', named, { headers: named, method: 'POST', body: JSON.stringify({ login }) });
  const { token: key } = await (await token).clone().json();
  const get = (path, Accept = JSON_TYPE) => ask(path, { Accept, Authorization: `Bearer ${key}` });
  get('/api/session');
  if (!delivery) return get('/api/deliveries');
  const of = `/api/deliveries/${encodeURIComponent(delivery)}`;
  const record = get(of);
  get(`${of}/numbers`);
  // The log is long: it would only slow down what it is of no use without.
  if (await record) get(`${of}/events?after=${'0'.repeat(16)}`, 'application/x-ndjson');
}
if (!isOnFiles) askEarly().catch(() => {});

/** A delivery that is not here yet, with its figures if they were seen by the same person before. */
function paint() {
  document.documentElement.dataset.theme = kept('localStorage', 'theme') ?? 'system';
  document.documentElement.lang = language;
  document.querySelector('#boot .app-bar__crumbs').lastChild.data = say('Deliveries');
  document.querySelector('.skeleton').ariaLabel = say('Loading');
  if (!delivery) return;
  const [who, ...pages] = (kept('localStorage', 'seen') ?? '').split('\f');
  const seen = who === (login ?? '') && pages.map(text => text.split('\n')).find(([id]) => id === encodeURIComponent(delivery));
  const [, at, ...figures] = seen || [,, ...Array(6).fill('')];
  const waiting = document.getElementById('waiting').content.cloneNode(true);
  const put = (name, text) => (waiting.querySelector(name).textContent = text);
  put('h1', delivery);
  for (const name of ['.deployment__subline', '.deployment__fresh']) put(name, say(waiting.querySelector(name).textContent));
  if (seen) put('.deployment__fresh', `${say('last seen')} ${at}`);
  // Before the send, there are two figures and no course of it.
  if (figures.length < 3) waiting.querySelector('.deployment__course').remove();
  const make = (tag, name, ...inside) => {
    const made = document.createElement(tag);
    made.className = name;
    made.append(...inside);
    return made;
  };
  waiting.querySelector('.deployment__tiles').append(...figures.map(line => {
    const [name = '', big = '', exact = '', formula = ''] = line.split('\t');
    const tile = make('div', 'kpi-tile', make('dl', '',
      make('dt', '', name), make('dd', 'kpi-tile__big', big), make('dd', 'kpi-tile__exact', exact), make('dd', 'kpi-tile__formula', formula)));
    if (seen) tile.role = 'group';
    tile.ariaLabel = name;
    return tile;
  }));
  document.querySelector('main').replaceChildren(waiting);
}

function giveUp(error) {
  console.error('The page could not start:', error);
  const page = document.getElementById('boot') ?? document.getElementById('app');
  const text = document.createElement('p');
  text.className = 'fallback';
  text.setAttribute('role', 'alert');
  // What a browser cannot compile, it is too old for: whatever is cut off or blocked on its way fails otherwise.
  text.textContent = say(typeof WebAssembly === 'object' && !(error instanceof WebAssembly.CompileError)
    ? 'The dashboard could not start. Reload the page; if that does not help, ask whoever runs this service.'
    : 'This browser cannot run the dashboard: its WebAssembly is missing, switched off or too old. Any current browser can.');
  page.replaceChildren(text);
}

// It does not wait for the page's end, which may wait for style sheets.
const said = await words;
const say = text => said[text] ?? text;
if (document.readyState === 'loading') await new Promise(done => document.addEventListener('DOMContentLoaded', done));
try {
  paint();
  // Seen before the program takes the thread; where no frame comes, as in a hidden tab, time does.
  const painted = new Promise(done => { requestAnimationFrame(() => setTimeout(done)); setTimeout(done, 100); });
  const [{ default: start, open, openFiles, loadLater }] = await Promise.all([import(new URL(js, document.baseURI)), painted]);
  await start({ module_or_path: program });
  if (isOnFiles) openFiles(giveUp); else open();
  setTimeout(() => {
    end();
    // Before it is needed, and after everything that is: then a dialog opens at once, even if the network is gone.
    (window.requestIdleCallback ?? setTimeout)(() => loadLater?.());
  }, 2_000);
} catch (error) {
  giveUp(error);
}
