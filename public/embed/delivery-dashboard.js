// Defines <delivery-dashboard>, <delivery-kpis> and <delivery-confirm>. See docs/embedding.md.
//
// The program is loaded once for all of them, when the first one comes near the screen.

import { adopt, adoptAround } from './sheets.js';
import { inherited, unwatch, watch } from './surroundings.js';
import { nextToken, welcome } from './tokens.js';

// Written by the build: xtask/src/place.mjs.
const FILES = __FILES__;
const at = name => new URL(name, import.meta.url);

const NEAR = { rootMargin: '50% 0px' };
const TROUBLE = {
  en: ['The dashboard could not be loaded. Check your connection, then try again.', 'Try again', 'Loading'],
  it: ['Non è stato possibile caricare il pannello. Controlla la connessione e riprova.', 'Riprova', 'Caricamento'],
};

let program;
let styles;

/** The program, for every element of the page. What failed can be tried again. */
function load() {
  program ??= begin().catch(error => {
    program = undefined;
    throw error;
  });
  return program;
}

async function begin() {
  const wasm = fetch(at(FILES.wasm));
  wasm.catch(() => {});
  const sheet = fetch(at(FILES.sheet)).then(answer => {
    if (!answer.ok) throw new Error(`${FILES.sheet}: HTTP ${answer.status}`);
    return answer.text();
  });
  const [glue, text] = await Promise.all([import(at(FILES.js)), sheet]);
  styles = text;
  await glue.default({ module_or_path: wasm });
  // Before it is needed: then a dialog opens at once, even if the network is gone.
  setTimeout(() => (window.requestIdleCallback ?? setTimeout)(() => glue.loadLater?.()), 2_000);
  return glue;
}

/** Attributes that are a text, and the properties that go with them. */
const TEXTS = { 'api-base': 'apiBase', 'delivery-id': 'deliveryId', 'time-zone': 'timeZone', theme: 'theme' };

class DeliveryElement extends HTMLElement {
  static observedAttributes = [...Object.keys(TEXTS), 'lang', 'view', 'readonly'];

  #root = this.attachShadow({ mode: 'open' });
  /** What tells the app, and what takes it away; nothing while there is none. */
  #app;
  /** What counts up with each app that begins: one that comes too late is not wanted. */
  #round = 0;
  #near;
  #provider;
  #view;
  /** Where somebody went inside: more than the attributes say. */
  #place;
  #told = {};

  /** Gives a token each time it is asked: a string, or `null` once nobody is signed in. May be slow, and may fail. */
  get tokenProvider() { return this.#provider; }

  set tokenProvider(provider) {
    if (provider === this.#provider) return;
    const had = this.#provider !== undefined;
    this.#provider = provider ?? undefined;
    welcome(this.#provider);
    // Signed or not is how an app begins; another provider is asked from the next token on.
    if (this.#app && had !== (this.#provider !== undefined)) this.#again();
    else this.#tell('refresh');
  }

  /** The place in the log window: `undefined` while it is closed, `''` at its first list. */
  get view() { return this.#place ? this.#place.view : (this.#view ?? this.getAttribute('view') ?? undefined); }

  set view(view) {
    this.#view = view ?? undefined;
    if (this.#place) this.#place.view = this.#view;
    this.#tell('view', this.#view);
  }

  get readonly() { return this.hasAttribute('readonly'); }

  set readonly(is) { this.toggleAttribute('readonly', Boolean(is)); }

  /** Asks again for what could not be had, and for a token if there was none any more. */
  refresh() {
    welcome(this.#provider);
    this.#tell('refresh');
  }

  /** Opens the question before a send, as the button does. */
  openConfirm() { this.#tell('confirm'); }

  focus(how) { (this.#root.querySelector('.place, button, a') ?? this.#root.firstElementChild)?.focus(how); }

  connectedCallback() {
    for (const name of [...Object.values(TEXTS), 'view', 'readonly', 'tokenProvider']) this.#upgrade(name);
    watch(this);
    if (this.#app) {
      this.inheritAgain();
      return;
    }
    adoptAround(this.#root);
    this.#wait();
    this.#near = new IntersectionObserver(seen => {
      if (seen.some(entry => entry.isIntersecting)) this.#mount();
    }, NEAR);
    this.#near.observe(this);
  }

  disconnectedCallback() {
    // Moved, it is connected again by then.
    queueMicrotask(() => {
      if (!this.isConnected) this.#leave();
    });
  }

  attributeChangedCallback(name, before, now) {
    if (before === now) return;
    if (name === 'lang' || name === 'time-zone') return this.inheritAgain();
    if (name === 'api-base' || name === 'readonly') return this.#again();
    if (name === 'view') return void (this.view = now);
    if (name === 'delivery-id') {
      this.#place = undefined;
      this.#view = undefined;
    }
    this.#tell(name, now);
  }

  /** An ancestor's language or zone may be another. */
  inheritAgain() {
    for (const [name, now] of [['lang', this.#language()], ['time-zone', inherited(this, 'time-zone')]]) {
      if (this.#told[name] !== now) {
        this.#told[name] = now;
        this.#tell(name, now);
      }
    }
  }

  #language() { return inherited(this, 'lang') ?? navigator.language; }

  /** A property that was set before the element was defined. */
  #upgrade(name) {
    if (!Object.hasOwn(this, name)) return;
    const value = this[name];
    delete this[name];
    this[name] = value;
  }

  #words() { return TROUBLE[this.#language().slice(0, 2)] ?? TROUBLE.en; }

  #wait() {
    const around = make('div', 'around');
    const waiting = make('div', 'around__waiting');
    waiting.setAttribute('role', 'status');
    waiting.setAttribute('aria-label', this.#words()[2]);
    around.append(waiting);
    this.#root.replaceChildren(around);
  }

  async #mount() {
    this.#near?.disconnect();
    const round = ++this.#round;
    try {
      const { mount } = await load();
      if (round !== this.#round) return;
      adopt(this.#root, styles);
      this.#root.adopt = text => adopt(this.#root, text);
      const around = make('div', 'around');
      this.#told = { lang: this.#language(), 'time-zone': inherited(this, 'time-zone') };
      this.#root.append(around);
      mount(around, this.#host(around));
    } catch (error) {
      if (round === this.#round) this.#fail(error);
    }
  }

  #fail(error) {
    console.error('<%s> could not be loaded:', this.localName, error);
    const [told, again] = this.#words();
    const around = make('div', 'around');
    const trouble = make('div', 'around__trouble');
    const text = make('p');
    text.setAttribute('role', 'alert');
    text.textContent = told;
    const button = make('button');
    button.type = 'button';
    button.textContent = again;
    button.addEventListener('click', () => {
      this.#wait();
      this.#mount();
    });
    trouble.append(text, button);
    around.append(trouble);
    this.#root.replaceChildren(around);
    this.#fire('error', { code: 'not-loaded', retryable: true });
  }

  #host(around) {
    const element = this;
    return {
      mounted: (tell, end) => {
        element.#app = { tell, end };
        element.#root.replaceChildren(around);
      },
      get kind() { return element.localName.slice('delivery-'.length); },
      get base() { return (element.apiBase ?? '').replace(/\/+$/, ''); },
      // What it was made for, wherever somebody went in it since: what a reload finds again.
      get name() { return `${this.base} ${element.deliveryId ?? ''}`; },
      get delivery() { return element.#place?.delivery ?? element.deliveryId; },
      get view() { return element.view; },
      get theme() { return element.theme; },
      get language() { return element.#told.lang; },
      get zone() { return element.#told['time-zone']; },
      get isReadonly() { return element.readonly; },
      get hasTokens() { return element.#provider !== undefined; },
      token: () => (element.#provider ? nextToken(element.#provider) : Promise.reject(new Error('There is no tokenProvider.'))),
      fire: (name, detail) => element.#fire(name, detail),
      show: (delivery, view) => {
        element.#place = { delivery, view };
        element.#fire('view-changed', { deliveryId: delivery, view });
      },
    };
  }

  /** Tells the page; false if it does not want that. */
  #fire(name, detail) {
    return this.dispatchEvent(new CustomEvent(`delivery-${name}`, { bubbles: true, composed: true, cancelable: name === 'confirm-request', detail }));
  }

  #tell(name, value) {
    this.#app?.tell(name, value ?? undefined);
  }

  #again() {
    if (!this.#app) return;
    this.#end();
    this.#wait();
    this.#mount();
  }

  #end() {
    this.#round++;
    const app = this.#app;
    this.#app = undefined;
    app?.end();
  }

  #leave() {
    unwatch(this);
    this.#near?.disconnect();
    this.#end();
    this.#root.replaceChildren();
  }
}

for (const [attribute, property] of Object.entries(TEXTS)) {
  Object.defineProperty(DeliveryElement.prototype, property, {
    get() { return this.getAttribute(attribute) ?? undefined; },
    set(value) {
      if (value === undefined || value === null) this.removeAttribute(attribute);
      else this.setAttribute(attribute, value);
    },
    enumerable: true,
    configurable: true,
  });
}

function make(tag, name = '') {
  const made = document.createElement(tag);
  if (name) made.className = name;
  return made;
}

for (const name of ['delivery-dashboard', 'delivery-kpis', 'delivery-confirm']) {
  // Another copy of this file may have been first.
  if (!customElements.get(name)) customElements.define(name, class extends DeliveryElement {});
}
