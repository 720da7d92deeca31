// Waiting: until something is so, and not for ever.
import { AssertionError } from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { error } from 'selenium-webdriver';

/** For the slowest machine. */
const PATIENCE_MS = 60_000;
const AGAIN_MS = 50;

/**
 * What tells that the page changed while it was looked at: it is looked at again. WebKit has no word for it when it is asked
 * for the name of what is gone.
 */
const PASSING = [
  AssertionError, error.ElementClickInterceptedError, error.ElementNotInteractableError, error.NoSuchElementError,
  error.StaleElementReferenceError, error.WebDriverError,
];

/** Asks again until it is so, and answers with what came out. */
export async function until(what, condition) {
  const deadline = Date.now() + PATIENCE_MS;
  let last;
  for (;;) {
    try {
      const found = await condition();
      if (found) return found;
      last = undefined;
    } catch (error) {
      if (!PASSING.includes(error.constructor)) throw error;
      last = error;
    }
    if (Date.now() > deadline) throw new Error(`never came true: ${what}`, { cause: last });
    await pause(AGAIN_MS);
  }
}

/** Waits for something that may hang: a driver that is stuck answers nothing, ever. */
export async function within(milliseconds, what, promise) {
  const over = new AbortController();
  const late = pause(milliseconds, undefined, { signal: over.signal }).then(() => {
    throw new Error(`${what} took longer than ${milliseconds / 1000} s`);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    late.catch(() => {});
    over.abort();
  }
}
