// What the portal says. What react-admin says by itself is in Italian where the portal shows it.
import polyglot from 'ra-i18n-polyglot';
import english from 'ra-language-english';
import { mergeTranslations } from 'react-admin';

const en = mergeTranslations(english, {
  portal: {
    language: 'Language', deliveries: 'Deliveries', figures: 'Figures', release: 'Release', name: 'Name', number: 'Number', date: 'Date',
    none: 'Nothing waits for its release.', allowed: 'The customer has signed', refused: 'The customer has not signed yet.', released: 'Released.',
  },
  resources: { deliveries: { name: 'Delivery |||| Deliveries' } },
});

const it = mergeTranslations(en, {
  portal: {
    language: 'Lingua', deliveries: 'Invii', figures: 'Cifre', release: 'Via libera', name: 'Nome', number: 'Numero', date: 'Data',
    none: 'Nessun invio attende il via libera.', allowed: 'Il cliente ha firmato', refused: 'Il cliente non ha ancora firmato.', released: 'Via libera dato.',
  },
  resources: { deliveries: { name: 'Invio |||| Invii' } },
  ra: {
    action: { refresh: 'Aggiorna', toggle_theme: 'Cambia tema', select_columns: 'Colonne', sort: 'Ordina', open_menu: 'Apri menu', close_menu: 'Chiudi menu' },
    navigation: { page_rows_per_page: 'Righe per pagina:', page_range_info: '%{offsetBegin}-%{offsetEnd} di %{total}', skip_nav: 'Vai al contenuto' },
    page: { list: '%{name}', dashboard: 'Inizio', not_found: 'Non trovato' },
  },
});

export const i18nProvider = polyglot(language => ({ en, it })[language], 'en', [{ locale: 'en', name: 'English' }, { locale: 'it', name: 'Italiano' }]);
