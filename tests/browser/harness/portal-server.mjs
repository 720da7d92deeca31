// Somebody else's portal: pages of another origin, with their own policy and styles, whatever drives the browser.
import { createServer } from 'node:http';
import { once } from 'node:events';

/** What a portal's policy has to allow for the element, as docs/embedding.md says; no inline style, no inline script. */
export const policy = service => `default-src 'none'; script-src 'self' ${service} 'wasm-unsafe-eval'; connect-src 'self' ${service}; style-src 'self'; img-src 'self' data:; frame-src ${service}`;

export class Portal {
  pages = new Map();

  static async start() {
    const portal = new Portal();
    portal.server = createServer((request, response) => portal.#give(request, response)).listen(0, '127.0.0.1');
    await once(portal.server, 'listening');
    portal.address = `http://127.0.0.1:${portal.server.address().port}`;
    return portal;
  }

  /** A file: its text, its kind, and for a page its policy. */
  lay(path, text, kind = 'text/html', policy) {
    this.pages.set(path, { text, kind, policy });
  }

  /**
   * A page with this body. `__service` in it is the service; its script gives every element a provider of tokens that counts,
   * and keeps what the elements tell in `window.told`.
   */
  host(service, body, { lang = 'en', style = '', login = 'ada', sheets = '', script = '' } = {}) {
    this.lay('/style.css', style, 'text/css');
    this.lay('/portal.js', `
        window.told = [];
        window.asked = 0;
        window.login = ${JSON.stringify(login)};
        window.provider = async () => {
          window.asked += 1;
          const answer = await fetch('${service.address}/api/demo/token', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ login: window.login }) });
          return (await answer.json()).token;
        };
        for (const name of ['ready', 'error', 'status-changed', 'confirm-request', 'confirmed', 'view-changed']) {
          document.addEventListener('delivery-' + name, event => window.told.push({ name, id: event.target.id, detail: event.detail }));
        }
        ${script}
        for (const element of document.querySelectorAll('delivery-dashboard, delivery-kpis, delivery-confirm')) {
          if (!element.hasAttribute('data-no-tokens')) element.tokenProvider = window.provider;
        }
      `, 'text/javascript');
    this.lay('/', `<!doctype html>
<html lang="${lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Portal</title><link rel="icon" href="data:,">
<link rel="stylesheet" href="/style.css">${sheets}
<script type="module" src="/portal.js"></script>
<script type="module" src="${service.address}/delivery-dashboard.js"></script></head>
<body><main><h1>Portal</h1>${body.replaceAll('__service', service.address)}</main></body></html>`, 'text/html', policy(service.address));
  }

  #give(request, response) {
    const page = this.pages.get(new URL(request.url, this.address).pathname);
    if (!page) return void response.writeHead(404).end();
    const headers = { 'content-type': `${page.kind}; charset=utf-8`, 'cache-control': 'no-store' };
    if (page.policy) headers['content-security-policy'] = page.policy;
    response.writeHead(200, headers).end(page.text);
  }

  async stop() {
    this.server.closeAllConnections();
    this.server.close();
  }
}
