// For pages with a strict policy: the dashboard in a frame, so that nothing of it runs in the page itself. The page allows
// `frame-src` and this script, and no more. docs/embedding.md has the messages.

const VERSION = 1;
const NAMES = { deliveryId: 'delivery-id', lang: 'lang', timeZone: 'time-zone', theme: 'theme', view: 'view', readonly: 'readonly' };
const settingsOf = options => Object.fromEntries(Object.entries(NAMES).filter(([name]) => name in options).map(([name, attribute]) => [attribute, options[name] ?? null]));
/** What a dialog needs, in pixels. */
const ROOM = 700;
/** What a frame may do: run, be of its own origin, and let files be saved. */
const ALLOWED = 'allow-scripts allow-same-origin allow-forms allow-downloads';

/**
 * Puts a dashboard in a frame into a place of the page.
 *
 * `src` is the address of the service that gives out `embed.html`; by default, where this script comes from. `kind` is
 * `dashboard`, `kpis` or `confirm`. `tokenProvider` is as the element's. `onEvent(name, detail)` hears what the element
 * would dispatch. Gives `{ frame, set, refresh, openConfirm, remove }`.
 */
export function embedDelivery(place, options = {}) {
  const { src = new URL('.', import.meta.url).href, kind = 'dashboard', title = 'Delivery dashboard', tokenProvider, onEvent } = options;
  const address = new URL('embed.html', src);
  address.searchParams.set('origin', location.origin);
  const frame = document.createElement('iframe');
  frame.title = title;
  frame.src = address.href;
  frame.setAttribute('sandbox', ALLOWED);
  frame.setAttribute('loading', 'lazy');
  Object.assign(frame.style, { display: 'block', width: '100%', height: '20rem', border: '0', colorScheme: 'inherit' });

  const settings = settingsOf(options);
  let port;
  const send = (type, more = {}) => port?.postMessage({ version: VERSION, type, ...more });

  /** The frame says that it is there, again after each time it is loaded anew. */
  const greet = ({ origin, source, data }) => {
    if (source !== frame.contentWindow || origin !== address.origin) return;
    if (data?.protocol !== 'delivery-dashboard' || data.version !== VERSION || data.type !== 'here') return;
    port?.close();
    const channel = new MessageChannel();
    port = channel.port1;
    port.onmessage = ({ data }) => data?.version === VERSION && hear(data);
    const start = { protocol: 'delivery-dashboard', version: VERSION, type: 'start', kind, settings, hasTokens: Boolean(tokenProvider) };
    frame.contentWindow.postMessage(start, address.origin, [channel.port2]);
  };

  async function hear(data) {
    if (data.type === 'height' && data.height > 0) {
      frame.style.height = `${data.height}px`;
      tellSight();
    }
    else if (data.type === 'event') {
      if (data.name === 'view-changed') settings.view = data.detail?.view ?? null;
      onEvent?.(data.name, data.detail ?? undefined);
    } else if (data.type === 'dialog' && data.isOpen) {
      // Its height is known by then: as much of it as fits is brought into sight.
      const { top, bottom, height } = frame.getBoundingClientRect();
      if (Math.min(bottom, innerHeight) - Math.max(top, 0) < Math.min(height, ROOM, innerHeight)) frame.scrollIntoView({ block: height > innerHeight ? 'start' : 'nearest' });
      tellSight();
    } else if (data.type === 'token') {
      try {
        send('token', { id: data.id, token: await tokenProvider() });
      } catch {
        send('no-token', { id: data.id });
      }
    }
  }

  /** The part of the frame that can be seen: a dialog belongs there, and not in the middle of a frame of any height. */
  let isTold = false;
  const tellSight = () => {
    if (isTold) return;
    isTold = true;
    requestAnimationFrame(() => {
      isTold = false;
      const { top, height } = frame.getBoundingClientRect();
      const begin = Math.max(0, -top);
      send('sight', { top: begin, height: Math.max(0, Math.min(height, innerHeight - top) - begin) });
    });
  };
  const watch = how => ['scroll', 'resize'].forEach(name => window[how](name, tellSight, { capture: true, passive: true }));

  window.addEventListener('message', greet);
  watch('addEventListener');
  place.append(frame);
  return {
    frame,
    set(changed) {
      const now = settingsOf(changed);
      Object.assign(settings, now);
      send('settings', { settings: now });
    },
    refresh: () => send('refresh'),
    openConfirm: () => send('confirm'),
    remove() {
      window.removeEventListener('message', greet);
      watch('removeEventListener');
      port?.close();
      frame.remove();
    },
  };
}
