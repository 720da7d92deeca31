// What the portal asks of its own server, and the one provider of tokens for all elements.

/** Where the dashboard comes from. */
export const SERVICE = document.querySelector('meta[name=delivery-service]').content;

/** One function for the whole page: elements that have the same one share its answer. */
export async function tokenProvider() {
  const answer = await fetch('/my/token');
  // Nobody is signed in any more.
  if (answer.status === 401) return null;
  if (!answer.ok) throw new Error(`no token: HTTP ${answer.status}`);
  return answer.text();
}

async function deliveries() {
  const answer = await fetch('/my/deliveries');
  if (!answer.ok) throw new Error(`no deliveries: HTTP ${answer.status}`);
  return answer.json();
}

const order = ({ field, order }) => (a, b) => String(a[field] ?? '').localeCompare(String(b[field] ?? ''), undefined, { numeric: true }) * (order === 'ASC' ? 1 : -1);

/** react-admin's view of it: only to be read. */
export const dataProvider = {
  async getList(_, { pagination: { page, perPage }, sort, filter }) {
    const all = (await deliveries()).filter(({ state }) => !filter.states || filter.states.includes(state)).sort(order(sort));
    return { data: all.slice((page - 1) * perPage, page * perPage), total: all.length };
  },
  async getOne(_, { id }) {
    return { data: (await deliveries()).find(delivery => delivery.id === id) ?? { id } };
  },
  async getMany(_, { ids }) {
    return { data: (await deliveries()).filter(({ id }) => ids.includes(id)) };
  },
};
