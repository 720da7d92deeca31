// A portal of react-admin: its list, its pages, and the dashboard's elements in them.
import createCache from '@emotion/cache';
import { CacheProvider } from '@emotion/react';
import { createRoot } from 'react-dom/client';
import { BrowserRouter, Route } from 'react-router-dom';
import { Admin, CustomRoutes, Resource } from 'react-admin';
import { Delivery } from './delivery.jsx';
import { Figures } from './figures.jsx';
import { PortalLayout } from './layout.jsx';
import { Deliveries } from './list.jsx';
import { Release } from './release.jsx';
import { dataProvider } from './service.js';
import { dark, light } from './themes.js';
import { i18nProvider } from './words.js';

// react-admin writes its styles into the page, under the number that the page's policy names.
const { nonce } = document.querySelector('meta[property=csp-nonce]');
const styles = createCache({ key: 'portal', nonce, prepend: true });

createRoot(document.getElementById('portal')).render(
  <CacheProvider value={styles}>
    <BrowserRouter>
      <Admin dataProvider={dataProvider} i18nProvider={i18nProvider} theme={light} darkTheme={dark} defaultTheme="light" layout={PortalLayout} disableTelemetry>
        <Resource name="deliveries" list={Deliveries} show={Delivery} />
        <CustomRoutes>
          <Route path="/figures" element={<Figures />} />
          <Route path="/release" element={<Release />} />
        </CustomRoutes>
      </Admin>
    </BrowserRouter>
  </CacheProvider>,
);
