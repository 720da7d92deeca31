// Style sheets, shared by all elements of a page. Lengths in `rem` would follow the root of somebody else's page: here they
// follow the size of text that the browser is set to, times what the page asks for.

try {
  CSS.registerProperty({ name: '--dd-unit', syntax: '<length>', inherits: true, initialValue: '16px' });
} catch {
  // Registered before, by another copy of this file.
}

/**
 * Around everything: nothing of the page's comes in but its colour scheme and what it says by name. What the program's own
 * sheets say of the root, they say of this.
 */
const AROUND = `
:host { display: block; color-scheme: inherit; }
:host([hidden]) { display: none; }
:host([theme="auto"]) { color-scheme: light dark; }
.around.around { all: initial; display: block; color-scheme: inherit; font-size: medium; --dd-unit: calc(1em * var(--dd-scale, 1)); }
.around > .app { min-block-size: 0; background: none; }
.around > .app > .place { max-inline-size: none; padding: 0; }
.around .dialog { inset-block: var(--dd-sight-top, 0px) calc(100dvh - var(--dd-sight-top, 0px) - var(--dd-sight-height, 100dvh)); max-block-size: calc(var(--dd-sight-height, 100dvh) - 2rem); }
.around .dialog--wide { block-size: calc(var(--dd-sight-height, 100dvh) - 2rem); }
.around__waiting { display: block; min-block-size: 20rem; border-radius: var(--dd-radius, 14px); background: color-mix(in srgb, currentColor 6%, transparent); }
:host(delivery-kpis) .around__waiting { min-block-size: 9rem; }
:host(delivery-confirm) .around__waiting { min-block-size: 2.5rem; }
.around__trouble { display: grid; gap: .75rem; justify-items: start; padding: 1.25rem; font: 400 .9375rem/1.5 var(--dd-font, system-ui, sans-serif); color: light-dark(#1f1d1a, #edeae4); }
.around__trouble button { font: inherit; color: inherit; padding: .45rem 1.05rem; border: 1px solid currentColor; border-radius: 9px; background: none; cursor: pointer; }
`;

const made = new Map();

/** A sheet, made once. */
function sheet(text) {
  if (!made.has(text)) {
    const own = new CSSStyleSheet();
    own.replaceSync(text.replaceAll(':root,:host', '.around').replace(/@(?:media|container)[^{]*\{|(-?\d*\.?\d+)rem\b/g, (all, number) => (number ? `calc(${number} * var(--dd-unit))` : all)));
    made.set(text, own);
  }
  return made.get(text);
}

/** Has a root follow a sheet. */
export function adopt(root, text) {
  const own = sheet(text);
  if (!root.adoptedStyleSheets.includes(own)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, own];
}

export const adoptAround = root => adopt(root, AROUND);
