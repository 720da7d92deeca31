// What the page around an element says without saying it to the element: language, zone.

/** The value of the closest ancestor that sets an attribute, also across shadow roots. */
export function inherited(element, name) {
  for (let at = element; at;) {
    const found = at.closest?.(`[${name}]`);
    if (found) return found.getAttribute(name) || undefined;
    at = at.getRootNode().host;
  }
  return undefined;
}

const watching = new Set();
let observer;

/** Tells an element when an ancestor's language or zone may be another. */
export function watch(element) {
  watching.add(element);
  if (observer) return;
  observer = new MutationObserver(() => watching.forEach(each => each.inheritAgain()));
  observer.observe(document, { subtree: true, attributes: true, attributeFilter: ['lang', 'time-zone'] });
}

export function unwatch(element) {
  watching.delete(element);
  if (watching.size === 0) {
    observer?.disconnect();
    observer = undefined;
  }
}
