// A portal of Vue: components in single files, whose templates are compiled by the build, and vue-router.
import { createApp } from 'vue';
import { createRouter, createWebHistory } from 'vue-router';
import Portal from './Portal.vue';
import Deliveries from './pages/Deliveries.vue';
import Delivery from './pages/Delivery.vue';
import Figures from './pages/Figures.vue';
import Release from './pages/Release.vue';

const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/', component: Deliveries },
    // The place in the log window stands in the address.
    { path: '/deliveries/:id', component: Delivery, props: ({ params, query }) => ({ id: params.id, view: query.view ?? undefined }) },
    { path: '/figures', component: Figures },
    { path: '/release', component: Release },
  ],
});

createApp(Portal).use(router).mount(document.body);
