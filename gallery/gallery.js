// The gallery's page: a table of contents, and each state as an element of its own. The address keeps everything.

import { take, until } from './steps.js';

/** The switches: their values, the first of which is the usual one. */
const SWITCHES = {
  theme: { light: 'Light', dark: 'Dark' },
  lang: { en: 'English', it: 'Italiano' },
  dir: { ltr: 'Left to right', rtl: 'Right to left' },
  width: { wide: 'Wide', tablet: 'Tablet, 768', phone: 'Phone, 390' },
  text: { 1: 'Text 100 %', 1.25: 'Text 125 %', 1.5: 'Text 150 %', 2: 'Text 200 %' },
};
/** Rome, and Britain's dates, whoever looks: a picture is the same everywhere. */
const ZONE = 'Europe/Rome';
const LOCALES = { en: 'en-GB', it: 'it' };

const asked = new URLSearchParams(location.search);
const chosen = Object.fromEntries(Object.entries(SWITCHES).map(([name, values]) => {
  const [usual] = name === 'text' ? ['1'] : Object.keys(values);
  return [name, asked.get(name) in values ? asked.get(name) : usual];
}));
const alone = asked.get('state');
/** In a frame, or in a picture: nothing around it. */
const isBare = asked.has('bare');

const make = (tag, more = {}, ...inside) => {
  const made = Object.assign(document.createElement(tag), more);
  made.append(...inside);
  return made;
};

function address(more) {
  const all = { ...(alone && { state: alone }), ...chosen, ...more };
  const usual = (name, value) => SWITCHES[name] && value === (name === 'text' ? '1' : Object.keys(SWITCHES[name])[0]);
  const kept = Object.entries(all).filter(([name, value]) => value && !usual(name, value));
  return `/${kept.length > 0 ? `?${new URLSearchParams(kept)}` : ''}`;
}

const states = await (await fetch('/states.json')).json();
const { documentElement: root } = document;
root.classList.toggle('bare', isBare);

function apply() {
  root.dataset.theme = chosen.theme;
  for (const place of document.querySelectorAll('.stage')) {
    Object.assign(place.dataset, { width: chosen.width, text: chosen.text });
    place.dir = chosen.dir;
    place.lang = LOCALES[chosen.lang];
  }
  for (const frame of document.querySelectorAll('.stage__frame')) {
    const src = address({ state: frame.dataset.state, bare: '1' });
    if (frame.getAttribute('src') !== src) frame.src = src;
  }
}

function switches() {
  return Object.entries(SWITCHES).map(([name, values]) => {
    const options = Object.keys(values).sort((one, other) => Number(one) - Number(other) || 0)
      .map(value => make('option', { value, textContent: values[value], selected: value === chosen[name] }));
    const select = make('select', { name, ariaLabel: name }, ...options);
    select.addEventListener('change', () => {
      chosen[name] = select.value;
      history.replaceState(null, '', address());
      // What was opened in one language is opened anew in the other, and a page reads its own settings once.
      if (alone) location.reload();
      apply();
      contents();
    });
    return select;
  });
}

function contents() {
  const chapters = Map.groupBy ? Map.groupBy(states, state => state.of) : states.reduce((all, state) => all.set(state.of, [...(all.get(state.of) ?? []), state]), new Map());
  document.querySelector('.contents').replaceChildren(...[...chapters].flatMap(([chapter, within]) => [
    make('h2', { textContent: chapter }),
    make('ul', {}, ...within.map(({ name }) => make('li', {}, make('a', {
      href: alone ? address({ state: name }) : `#${name}`, textContent: name.replaceAll('-', ' '), ariaCurrent: name === alone ? 'true' : null,
    })))),
  ]));
}

/** The element of a state, at its delivery. */
function element({ name, delivery, tag, element: attributes }) {
  const made = document.createElement(tag);
  made.setAttribute('api-base', `/states/${name}`);
  made.setAttribute('time-zone', ZONE);
  if (delivery) made.setAttribute('delivery-id', delivery);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  return made;
}

/** The whole page of a state. It takes theme and language from where it keeps them. */
function page({ name, delivery }) {
  for (const [key, value] of Object.entries({ theme: chosen.theme, language: chosen.lang })) localStorage.setItem(`delivery-dashboard.${key}`, value);
  return make('iframe', { className: 'stage__page', title: name, src: `/pages/${name}/${delivery ? `?delivery=${delivery}` : ''}` });
}

function section(state) {
  const stage = make('div', { className: 'stage' });
  const shown = make('section', { className: 'state', id: state.name }, make('header', { className: 'state__head' },
    make('h2', {}, make('a', { href: address({ state: state.name }), textContent: state.name.replaceAll('-', ' ') })), make('p', { textContent: state.says })), stage);
  shown.setAttribute('aria-label', state.name);
  return { shown, stage };
}

/** A state that nothing else stands beside, with its dialog open. */
async function showAlone(state) {
  const { shown, stage } = section(state);
  document.querySelector('.states').append(shown);
  document.title = `${state.name} · Gallery`;
  const made = state.page ? page(state) : element(state);
  stage.append(made);
  apply();
  const inside = () => (state.page ? made.contentDocument : made.shadowRoot);
  try {
    await until(() => inside()?.querySelector(state.page ? '#app main, #app .place' : '.app'), 'the dashboard');
    for (const step of state.steps) await take(inside, step, chosen.lang);
    if (state.isDialog) await until(() => inside().querySelector('dialog[open]'), 'the dialog');
    root.dataset.ready = state.name;
  } catch (error) {
    root.dataset.ready = `not: ${error.message}`;
  }
}

/** What is shown of a state among others. A dialog would cover those: it has a frame of its own. */
function among(state) {
  if (!state.isDialog && !state.page && state.steps.length === 0) return element(state);
  const frame = make('iframe', { className: 'stage__frame', title: state.name });
  frame.dataset.state = state.name;
  return frame;
}

/**
 * All of them, each while it is in sight: every one has a stream open, and a browser opens six to a server. What goes leaves its
 * room behind.
 */
function showAll() {
  const sight = new IntersectionObserver(seen => {
    for (const { target: stage, isIntersecting } of seen) {
      if (isIntersecting) {
        stage.append(among(states.find(({ name }) => name === stage.parentElement.id)));
        apply();
      } else if (stage.firstChild) {
        stage.style.minBlockSize = `${stage.offsetHeight}px`;
        stage.replaceChildren();
      }
    }
  });
  for (const state of states) {
    const { shown, stage } = section(state);
    document.querySelector('.states').append(shown);
    sight.observe(stage);
  }
}

document.querySelector('.switches').append(...switches());
contents();
const state = states.find(({ name }) => name === alone);
if (state) showAlone(state);
else showAll();
apply();
