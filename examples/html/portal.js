// A portal without any framework: three pages and the page of one delivery, each with an address of its own.

const SERVICE = document.querySelector('meta[name=delivery-service]').content;

const WORDS = {
  en: {
    deliveries: 'Deliveries', figures: 'Figures', release: 'Release', language: 'Language', theme: 'Theme', light: 'Light', dark: 'Dark',
    name: 'Name', number: 'Number', date: 'Date', none: 'Nothing waits for its release.', allowed: 'The customer has signed',
    refused: 'The customer has not signed yet.', released: 'Released.',
  },
  it: {
    deliveries: 'Invii', figures: 'Cifre', release: 'Via libera', language: 'Lingua', theme: 'Tema', light: 'Chiaro', dark: 'Scuro',
    name: 'Nome', number: 'Numero', date: 'Data', none: 'Nessun invio attende il via libera.', allowed: 'Il cliente ha firmato',
    refused: 'Il cliente non ha ancora firmato.', released: 'Via libera dato.',
  },
};

/** One function for the whole page: elements that have the same one share its answer. */
async function tokenProvider() {
  const answer = await fetch('/my/token');
  // Nobody is signed in any more.
  if (answer.status === 401) return null;
  if (!answer.ok) throw new Error(`no token: HTTP ${answer.status}`);
  return answer.text();
}

const deliveries = async () => (await fetch('/my/deliveries')).json();
const main = document.querySelector('main');
const page = document.documentElement;
const word = name => WORDS[page.lang][name];

/** An HTML element: its attributes, and what is in it. A text never becomes markup. */
function make(tag, attributes = {}, ...inside) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...inside);
  return made;
}

/** A text of the portal, told again when its language is another. */
const told = (tag, name) => make(tag, { 'data-word': name }, word(name));

/** One of the three elements of the dashboard. */
function embed(tag, id) {
  const element = make(tag, { 'api-base': SERVICE, 'delivery-id': id });
  element.tokenProvider = tokenProvider;
  return element;
}

async function showList() {
  const rows = (await deliveries()).map(({ id, label, date }) => make('tr', {},
    make('td', {}, make('a', { href: `/deliveries/${encodeURIComponent(id)}` }, label)),
    make('td', {}, id),
    make('td', {}, make('time', date ? { datetime: date } : {}, date?.slice(0, 10) ?? ''))));
  const heads = ['name', 'number', 'date'].map(name => make('th', { scope: 'col', 'data-word': name }, word(name)));
  return [told('h1', 'deliveries'), make('table', {}, make('thead', {}, make('tr', {}, ...heads)), make('tbody', {}, ...rows))];
}

async function showFigures() {
  const sent = (await deliveries()).filter(({ state }) => state === 'sending' || state === 'finished').slice(0, 3);
  return [told('h1', 'figures'), ...sent.map(({ id, label }) => make('section', { 'aria-label': label }, make('h2', {}, label), embed('delivery-kpis', id)))];
}

async function showRelease() {
  const prepared = (await deliveries()).filter(({ state }) => state === 'prepared');
  const sections = prepared.map(({ id, label }) => {
    const allowed = make('input', { type: 'checkbox' });
    const message = make('p', { role: 'status' });
    const button = embed('delivery-confirm', id);
    const say = name => message.replaceChildren(told('span', name));
    // The veto: the question is not even asked.
    button.addEventListener('delivery-confirm-request', event => {
      if (allowed.checked) return message.replaceChildren();
      event.preventDefault();
      say('refused');
    });
    button.addEventListener('delivery-confirmed', () => say('released'));
    return make('section', { 'aria-label': label }, make('h2', {}, label), make('label', {}, allowed, ' ', told('span', 'allowed')), button, message);
  });
  return [told('h1', 'release'), ...(sections.length ? sections : [told('p', 'none')])];
}

function showDelivery(id) {
  const dashboard = embed('delivery-dashboard', id);
  dashboard.view = viewOf(location);
  dashboard.addEventListener('delivery-view-changed', ({ detail }) => keep(detail));
  return [dashboard];
}

/** The place in the log window that an address says: nothing while it is closed, empty at its first list. */
const viewOf = ({ search }) => new URLSearchParams(search).get('view') ?? undefined;

/** Somebody went elsewhere in the dashboard: the portal's address follows. */
function keep({ deliveryId, view }) {
  const address = new URL(deliveryId ? `/deliveries/${encodeURIComponent(deliveryId)}` : '/', location.href);
  if (view !== undefined) address.searchParams.set('view', view);
  // To open the window, and to close it, is a step to go back over; what is done inside is not.
  if (view !== undefined && viewOf(location) !== undefined) history.replaceState(null, '', address);
  else history.pushState(null, '', address);
  show();
}

/** What is shown now, and what counts up with each page: one that comes too late is not wanted. */
let shown;
let round = 0;

async function show() {
  const { pathname } = location;
  const [, delivery] = pathname.match(/^\/deliveries\/([^/]+)$/) ?? [];
  for (const link of document.querySelectorAll('nav a')) link.ariaCurrent = link.pathname === pathname ? 'page' : null;
  const dashboard = delivery && main.querySelector('delivery-dashboard');
  if (dashboard) dashboard.deliveryId = decodeURIComponent(delivery);
  if (dashboard) dashboard.view = viewOf(location);
  if (dashboard || pathname === shown) return void (shown = pathname);
  shown = pathname;
  const own = ++round;
  const inside = delivery ? showDelivery(decodeURIComponent(delivery)) : await ({ '/figures': showFigures, '/release': showRelease }[pathname] ?? showList)();
  if (own === round) main.replaceChildren(...inside);
}

document.addEventListener('click', event => {
  const link = event.target.closest('a');
  if (!link || link.origin !== location.origin || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  history.pushState(null, '', link.href);
  show();
});
window.addEventListener('popstate', show);

/** The elements follow what stands on the page around them: its language, and its colour scheme. */
const CHOICES = { language: value => (page.lang = value), theme: value => (page.dataset.theme = value) };
for (const [name, choose] of Object.entries(CHOICES)) {
  const select = document.getElementById(name);
  select.value = localStorage.getItem(name) ?? select.value;
  const follow = () => {
    choose(select.value);
    for (const text of document.querySelectorAll('[data-word]')) text.textContent = word(text.dataset.word);
  };
  select.addEventListener('change', () => {
    localStorage.setItem(name, select.value);
    follow();
  });
  follow();
}
show();
