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

/** The portal's list. */
export const deliveries = async () => (await fetch('/my/deliveries')).json();
