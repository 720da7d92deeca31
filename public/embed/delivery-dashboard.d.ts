/** Types of the elements that `delivery-dashboard.js` defines. docs/embedding.md tells what they mean. */

/** Gives a token each time it is asked, or `null` once nobody is signed in. May be slow (30 s), and may fail. */
export type TokenProvider = () => string | null | Promise<string | null>;

export interface DeliveryConfirmRequest {
  deliveryId: string;
  label: string;
  /** How many are to get it, as prepared. */
  toDeliver?: number;
  /** Of the prepared set: it changes with whoever is in it. */
  fingerprint?: string;
}

export type DeliveryState =
  | 'editing' | 'preparing' | 'preparation_failed' | 'prepared' | 'outdated' | 'approving' | 'waiting' | 'sending'
  | 'repeating' | 'paused' | 'skipped' | 'missed' | 'stopped' | 'failed' | 'finished';

export interface DeliveryStatusChanged { deliveryId: string; from: DeliveryState; to: DeliveryState }

export interface DeliveryConfirmed {
  deliveryId: string;
  /** In the service's time, in milliseconds since 1970. */
  at: number;
}

export interface DeliveryError {
  code: 'not-loaded' | 'unreachable' | 'unreadable' | 'sign-in' | 'role' | 'not-found' | 'unavailable' | 'refused';
  /** Whether it may pass without anybody doing anything. */
  retryable: boolean;
}

export interface DeliveryViewChanged { deliveryId?: string; view?: string }

export interface DeliveryEventMap {
  'delivery-ready': CustomEvent<undefined>;
  'delivery-error': CustomEvent<DeliveryError>;
  'delivery-status-changed': CustomEvent<DeliveryStatusChanged>;
  /** Cancelable: then nothing is asked, and nothing sent. */
  'delivery-confirm-request': CustomEvent<DeliveryConfirmRequest | undefined>;
  'delivery-confirmed': CustomEvent<DeliveryConfirmed>;
  'delivery-view-changed': CustomEvent<DeliveryViewChanged>;
}

export interface DeliveryElement extends HTMLElement {
  apiBase?: string;
  deliveryId?: string;
  timeZone?: string;
  theme?: 'light' | 'dark' | 'auto';
  view?: string;
  readonly: boolean;
  tokenProvider?: TokenProvider;
  refresh(): void;
  openConfirm(): void;
  addEventListener<K extends keyof DeliveryEventMap>(type: K, listener: (event: DeliveryEventMap[K]) => void, options?: boolean | AddEventListenerOptions): void;
  addEventListener<K extends keyof HTMLElementEventMap>(type: K, listener: (event: HTMLElementEventMap[K]) => void, options?: boolean | AddEventListenerOptions): void;
  addEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | AddEventListenerOptions): void;
}

export interface EmbedOptions {
  src?: string;
  kind?: 'dashboard' | 'kpis' | 'confirm';
  title?: string;
  deliveryId?: string;
  lang?: string;
  timeZone?: string;
  theme?: 'light' | 'dark' | 'auto';
  view?: string;
  readonly?: boolean;
  tokenProvider?: TokenProvider;
  onEvent?: (name: string, detail: unknown) => void;
}

export interface EmbeddedDelivery {
  frame: HTMLIFrameElement;
  set(changed: Partial<EmbedOptions>): void;
  refresh(): void;
  openConfirm(): void;
  remove(): void;
}

declare global {
  interface HTMLElementTagNameMap {
    'delivery-dashboard': DeliveryElement;
    'delivery-kpis': DeliveryElement;
    'delivery-confirm': DeliveryElement;
  }
}
