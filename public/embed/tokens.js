// Tokens for the elements of a page. Its provider is asked at every expiry, and never more than once at a time, however many
// elements wait: they share what it gives.

/** How long a provider may take. */
const WITHIN_MS = 30_000;

/** What is known of each provider: the answer that is awaited, and whether nobody is signed in any more. */
const known = new WeakMap();

/** When a token ends, if it says so (RFC 7519): in milliseconds of the service's time, and how long it was made for. */
function expiry(token) {
  try {
    const body = token.split('.')[1].replaceAll('-', '+').replaceAll('_', '/');
    const { exp, iat } = JSON.parse(atob(body));
    if (!Number.isFinite(exp)) return {};
    return { endsAt: exp * 1000, life: Number.isFinite(iat) ? (exp - iat) * 1000 : undefined };
  } catch {
    return {};
  }
}

function within(ms, promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`No token came within ${ms / 1000} s.`)), ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/**
 * The next token of a provider: `{ token, endsAt, life }`, or `null` once it has said that nobody is signed in any more, by
 * giving `null`. Rejected: not this time. After `null` it is not asked again before `welcome`.
 */
export function nextToken(provider) {
  const state = known.get(provider) ?? {};
  known.set(provider, state);
  if (state.isOver) return Promise.resolve(null);
  state.asked ??= within(WITHIN_MS, Promise.resolve().then(provider)).then(token => {
    if (token === null) {
      state.isOver = true;
      return null;
    }
    if (typeof token !== 'string' || token === '') throw new TypeError('A tokenProvider gives a string, or null once nobody is signed in.');
    return { token, ...expiry(token) };
  }).finally(() => { state.asked = undefined; });
  return state.asked;
}

/** Somebody may be signed in again: the provider is asked as before. */
export const welcome = provider => { if (provider) known.delete(provider); };
