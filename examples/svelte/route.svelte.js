// The portal's address, as state.

const read = () => ({ path: location.pathname, view: new URLSearchParams(location.search).get('view') ?? undefined });

let at = $state.raw(read());
window.addEventListener('popstate', () => (at = read()));

/** Where the portal is: a path, and the place in the log window. */
export const route = {
  get path() { return at.path; },
  get view() { return at.view; },
};

/** Goes elsewhere, by a step to go back over or instead of where it is. */
export function go(path, { view, isSameStep = false } = {}) {
  const place = view === undefined ? '' : `?${new URLSearchParams({ view })}`;
  history[isSameStep ? 'replaceState' : 'pushState'](null, '', path + place);
  at = read();
}

/** For links: those of the portal stay in the page. */
export function follow(event) {
  const link = event.target.closest('a');
  if (!link || link.origin !== location.origin || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  go(link.pathname);
}
