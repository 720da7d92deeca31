// What the portal says, in the language of the page.
import { ref, watchEffect } from 'vue';

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
function kept(name, first) {
  const chosen = ref(localStorage.getItem(name) ?? first);
  watchEffect(() => localStorage.setItem(name, chosen.value));
  return chosen;
}

export const language = kept('language', 'en');
export const theme = kept('theme', 'light');
export const word = name => WORDS[language.value][name];

// The elements follow what stands on the page around them.
watchEffect(() => {
  document.documentElement.lang = language.value;
  document.documentElement.dataset.theme = theme.value;
});
