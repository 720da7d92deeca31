// What the portal says, in the language of the page.

const WORDS = {
  en: {
    deliveries: 'Deliveries', figures: 'Figures', release: 'Release', language: 'Language', theme: 'Theme', light: 'Light', dark: 'Dark',
    name: 'Name', number: 'Number', date: 'Date', none: 'Nothing waits for its release.',
  },
  it: {
    deliveries: 'Invii', figures: 'Cifre', release: 'Via libera', language: 'Lingua', theme: 'Tema', light: 'Chiaro', dark: 'Scuro',
    name: 'Nome', number: 'Numero', date: 'Data', none: 'Nessun invio attende il via libera.',
  },
};

/** What is chosen, kept by the browser. */
export const chosen = $state({ language: localStorage.getItem('language') ?? 'en', theme: localStorage.getItem('theme') ?? 'light' });

export const word = name => WORDS[chosen.language][name];

// The elements follow what stands on the page around them.
$effect.root(() => {
  $effect(() => {
    document.documentElement.lang = chosen.language;
    document.documentElement.dataset.theme = chosen.theme;
    for (const [name, value] of Object.entries(chosen)) localStorage.setItem(name, value);
  });
});
