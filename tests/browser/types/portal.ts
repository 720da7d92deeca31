// What a portal in TypeScript writes. It is compiled, strictly, and never run: what must not compile says so.
import type { DeliveryElement, DeliveryState, EmbeddedDelivery, EmbedOptions, TokenProvider } from '../../../public/embed/delivery-dashboard';

const provider: TokenProvider = async () => (await fetch('/my/token')).text();
const signedOut: TokenProvider = () => null;

const element: DeliveryElement = document.createElement('delivery-dashboard');
element.tokenProvider = provider;
element.tokenProvider = signedOut;
element.deliveryId = 'DM95';
element.theme = 'dark';
element.readonly = true;
element.addEventListener('delivery-confirm-request', event => {
  if ((event.detail?.toDeliver ?? 0) > 1_000_000) event.preventDefault();
});
element.addEventListener('delivery-status-changed', event => {
  const now: DeliveryState = event.detail.to;
  console.info(event.detail.deliveryId, now);
});
element.addEventListener('delivery-error', ({ detail }) => console.info(detail.code, detail.retryable));
element.addEventListener('click', event => event.clientX);
document.querySelector('delivery-kpis')?.refresh();

// @ts-expect-error No such theme.
element.theme = 'sepia';
// @ts-expect-error A number is no token.
element.tokenProvider = () => 5;

declare const embed: (place: HTMLElement, options?: EmbedOptions) => EmbeddedDelivery;
embed(document.body, { kind: 'kpis', deliveryId: 'DM95', tokenProvider: provider, onEvent: (name, detail) => console.info(name, detail) }).set({ lang: 'it' });
