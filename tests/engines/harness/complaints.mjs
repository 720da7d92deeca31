// What a page complains of: errors in the console, exceptions, violations of its policy.

/** Listens: `all` is what was said so far. `leave` has to be called before a page goes, and `begin` when one has come. */
export async function listen(driver) {
  const capabilities = await driver.getCapabilities();
  return capabilities.get('webSocketUrl') ? told(driver) : overheard(driver);
}

/** A browser that tells everything by itself, violations included. */
async function told(driver) {
  const complaints = [];
  const bidi = await driver.getBidi();
  bidi.socket.on('message', message => {
    const { method, params } = JSON.parse(message);
    if (method === 'log.entryAdded' && params.level === 'error') complaints.push(`${params.type}: ${params.text}`);
  });
  await bidi.subscribe('log.entryAdded', []);
  const nothing = async () => {};
  // Asked there and back, so that what was on its way is here.
  const all = async () => {
    await bidi.send({ method: 'session.status', params: {} });
    return complaints;
  };
  return { begin: nothing, leave: nothing, all };
}

/** One that does not: the page is listened to from when it is loaded, which is before its program begins. */
function overheard(driver) {
  const complaints = [];
  const collect = async () => complaints.push(...((await driver.executeScript('return window.complaints?.splice(0)')) ?? []));
  const begin = () => driver.executeScript(() => {
    if (window.complaints) return;
    const complaints = (window.complaints = []);
    const { error } = console;
    console.error = (...words) => {
      complaints.push(`console: ${words.join(' ')}`);
      error.apply(console, words);
    };
    window.addEventListener('error', ({ message }) => complaints.push(`exception: ${message}`));
    window.addEventListener('unhandledrejection', ({ reason }) => complaints.push(`exception: ${reason}`));
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => {
      complaints.push(`policy: ${effectiveDirective} blocked ${blockedURI}`);
    });
  });
  const all = async () => {
    await collect();
    return complaints;
  };
  return { begin, leave: collect, all };
}
