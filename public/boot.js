// Starts the program. The bundler names its two files on this script's own tag.

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

function giveUp(error) {
  console.error('The page could not start:', error);
  const page = document.getElementById('app');
  const text = document.createElement('p');
  text.className = 'fallback';
  text.setAttribute('role', 'alert');
  text.textContent = typeof WebAssembly === 'object'
    ? 'The dashboard could not start. Reload the page; if that does not help, ask whoever runs this service.'
    : 'This browser cannot run the dashboard: WebAssembly is missing or switched off. Any current browser can.';
  page.replaceChildren(text);
}

const { js, wasm } = document.querySelector('script[data-wasm]').dataset;
try {
  const program = await import(new URL(js, document.baseURI));
  await program.default({ module_or_path: new URL(wasm, document.baseURI) });
  // Before it is needed, and after everything that is: then a dialog opens at once, even if the network is gone.
  const whenIdle = window.requestIdleCallback ?? (then => setTimeout(then, 2_000));
  whenIdle(() => program.loadLater?.());
} catch (error) {
  giveUp(error);
}
