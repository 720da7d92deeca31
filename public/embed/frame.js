// Inside embed.html: the element in a frame, and the messages between it and the page that frames it. docs/embedding.md has
// the whole protocol. Nothing is taken from a page whose origin is not the one that the frame was opened for.

import './delivery-dashboard.js';

/** The version of the messages. Others are ignored. */
const VERSION = 1;
const EVENTS = ['ready', 'error', 'status-changed', 'confirmed', 'view-changed'];
const KINDS = ['dashboard', 'kpis', 'confirm'];
const SETTINGS = ['delivery-id', 'lang', 'time-zone', 'theme', 'view', 'readonly', 'api-base'];

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

/** Whether a message is one of ours, and says what it has to. */
const isStart = data => data?.protocol === 'delivery-dashboard' && data.version === VERSION && data.type === 'start'
  && KINDS.includes(data.kind) && typeof data.settings === 'object' && data.settings !== null;

/** The origin that this frame was opened for. It is in the address, and holds no secret. */
const origin = new URLSearchParams(location.search).get('origin');

let isTaken = false;
window.addEventListener('message', event => {
  if (isTaken || event.origin !== origin || event.source !== parent || !isStart(event.data) || !event.ports[0]) return;
  isTaken = true;
  begin(event.data, event.ports[0]);
});
// "I am here": it says nothing, and goes to nobody but that origin.
if (origin && parent !== window) parent.postMessage({ protocol: 'delivery-dashboard', version: VERSION, type: 'here' }, origin);

function begin({ kind, settings, hasTokens }, port) {
  const say = (type, more = {}) => port.postMessage({ version: VERSION, type, ...more });
  const element = document.createElement(`delivery-${kind}`);
  apply(element, settings);
  let last = 0;
  const asked = new Map();
  const ask = type => new Promise((resolve, reject) => {
    const id = ++last;
    asked.set(id, { resolve, reject });
    say(type, { id });
  });
  if (hasTokens) element.tokenProvider = () => ask('token');
  for (const name of EVENTS) {
    element.addEventListener(`delivery-${name}`, event => say('event', { name, detail: event.detail ?? null }));
  }
  port.onmessage = ({ data }) => {
    if (data?.version !== VERSION) return;
    const waiting = asked.get(data.id);
    asked.delete(data.id);
    if (data.type === 'token') waiting?.resolve(data.token);
    else if (data.type === 'no-token') waiting?.reject(new Error('The page gave no token.'));
    else if (data.type === 'settings' && data.settings) apply(element, data.settings);
    else if (data.type === 'sight') see(data);
    else if (data.type === 'refresh') element.refresh();
    else if (data.type === 'confirm') element.openConfirm();
  };
  const tell = () => say('height', { height: Math.ceil(document.body.getBoundingClientRect().height) });
  document.body.append(element);
  // A dialog is no higher than its frame: while one is open, that has room for it.
  const makeRoom = () => {
    const isOpen = element.shadowRoot.querySelector('dialog[open]') !== null;
    if (isOpen === document.body.classList.contains('has-dialog')) return;
    document.body.classList.toggle('has-dialog', isOpen);
    tell();
    say('dialog', { isOpen });
  };
  new MutationObserver(makeRoom).observe(element.shadowRoot, { subtree: true, childList: true, attributes: true, attributeFilter: ['open'] });
  new ResizeObserver(tell).observe(document.body);
  tell();
}

function apply(element, settings) {
  for (const name of SETTINGS) {
    if (!(name in settings)) continue;
    const value = settings[name];
    if (name === 'view') element.view = value ?? undefined;
    else if (value === null || value === undefined || value === false) element.removeAttribute(name);
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  if (settings.lang) document.documentElement.lang = settings.lang;
}

/** What of the frame can be seen: style/dialog.css puts dialogs there. */
function see({ top, height }) {
  const { style } = document.documentElement;
  for (const [name, value] of Object.entries({ top, height })) {
    if (Number.isFinite(value)) style.setProperty(`--dd-sight-${name}`, `${value}px`);
  }
}
