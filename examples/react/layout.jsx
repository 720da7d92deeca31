import { useEffect } from 'react';
import BarChart from '@mui/icons-material/BarChart';
import CheckCircle from '@mui/icons-material/CheckCircle';
import Mail from '@mui/icons-material/Mail';
import { GlobalStyles, NativeSelect } from '@mui/material';
import { AppBar, Layout, Menu, TitlePortal, ToggleThemeButton, useLocaleState, useLocales, useTranslate } from 'react-admin';

/** What the elements take from its theme: what asks to be pressed, letters, corners. */
const LOOKS = ({ palette, shape, typography }) => ({
  ':root': { '--dd-accent': palette.primary.main, '--dd-font': typography.fontFamily, '--dd-radius': `${shape.borderRadius}px` },
});

/** react-admin's own, with one heading to a page. */
export function PortalLayout({ children }) {
  const [language] = useLocaleState();
  // The page's language is the elements'. Its colour scheme is set by react-admin's theme.
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  return (
    <Layout menu={PortalMenu} appBar={PortalBar}>
      <GlobalStyles styles={LOOKS} />
      {children}
    </Layout>
  );
}

const PortalMenu = () => (
  <Menu>
    <Menu.Item to="/deliveries" primaryText="portal.deliveries" leftIcon={<Mail />} />
    <Menu.Item to="/figures" primaryText="portal.figures" leftIcon={<BarChart />} />
    <Menu.Item to="/release" primaryText="portal.release" leftIcon={<CheckCircle />} />
  </Menu>
);

const WHITE = { color: 'inherit', '& svg': { color: 'inherit' } };

const PortalBar = () => (
  <AppBar toolbar={<><Language /><ToggleThemeButton /></>}>
    <TitlePortal component="h1" />
  </AppBar>
);

function Language() {
  const [language, choose] = useLocaleState();
  const translate = useTranslate();
  return (
    <NativeSelect value={language} onChange={event => choose(event.target.value)} inputProps={{ 'aria-label': translate('portal.language') }} sx={WHITE}>
      {useLocales().map(({ locale, name }) => <option key={locale} value={locale} lang={locale}>{name}</option>)}
    </NativeSelect>
  );
}
