// What a person would do, by role and name: in a document or a shadow root.

/** Looks, 50 ms apart. Of clocks nothing is asked: in a picture they stand still. */
const LOOKS = 400;
const SELECTORS = { button: 'button, [role=button], summary', row: '[role=row]:has([role=gridcell])', tab: '[role=tab]', link: 'a[href]' };

const moment = () => new Promise(done => { setTimeout(done, 50); });

/** Until something is there. */
export async function until(look, what) {
  for (let left = LOOKS; left > 0; left -= 1) {
    const found = look();
    if (found) return found;
    await moment();
  }
  throw new Error(`${what} did not come.`);
}

const words = text => (text ?? '').replaceAll(/\s+/g, ' ').trim();
const isShown = element => element.checkVisibility?.({ visibilityProperty: true }) ?? true;
/** A dialog that is open leaves nothing else to be used. */
const within = root => root.querySelector('dialog[open]') ?? root;

const named = element => words(element.getAttribute('aria-label') ?? element.textContent);
const labelled = field => words([...(field.labels ?? [])].map(label => label.firstElementChild?.textContent ?? label.textContent).join(' '));

function button(root, role, name, nth = 0) {
  const all = [...within(root).querySelectorAll(SELECTORS[role])].filter(isShown);
  const exact = all.filter(element => named(element) === name);
  return (exact.length > 0 ? exact : all.filter(element => named(element).startsWith(name)))[nth];
}

const field = (root, name) => [...within(root).querySelectorAll('input, select, textarea')].filter(isShown).find(each => labelled(each).startsWith(name));

/** Whether it would do something: what is greyed out, or on its way, would not. */
const isReady = element => element && element.getAttribute('aria-disabled') !== 'true' && element.getAttribute('aria-busy') !== 'true';

export async function take(root, step, lang) {
  const name = step[lang] ?? '';
  if (step.press) {
    const find = () => { const found = button(root(), step.press, name, step.nth); return isReady(found) && found; };
    (await until(find, `${step.press} ${name}`)).click();
  } else {
    const found = await until(() => field(root(), name), `the field ${name}`);
    if (step.choose === undefined) found.value = step.fill;
    else found.selectedIndex = step.choose;
    for (const kind of ['input', 'change']) found.dispatchEvent(new Event(kind, { bubbles: true }));
  }
  await moment();
}
