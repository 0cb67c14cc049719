// @ts-check
// What the page asks of its own host, and nobody else.

/**
 * The status with the app's own JSON. Whatever is not that, from a lost connection to a gateway's page, is status 0:
 * nobody knows what became of the request.
 * @param {string} path @param {RequestInit} [init] @returns {Promise<{ status: number, answer: any }>}
 */
const ask = async (path, init) => {
  try {
    const response = await fetch(path, { redirect: 'error', cache: 'no-store', ...init });
    const text = await response.text();
    return { status: response.status, answer: text === '' ? {} : JSON.parse(text) };
  } catch {
    return { status: 0, answer: {} };
  }
};

/** Whether someone is signed in, and who. */
export const whoIsHere = () => ask('/api/session');

/** @param {string} path @param {object} body */
const post = (path, body) =>
  ask(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Expiry-Monitor': '1' },
    body: JSON.stringify(body),
  });

/** @param {string} linkId @param {'open' | 'reveal' | 'acknowledge' | 'report' | 'code' | 'confirm' | 'certificate'} verb @param {object} body */
export const act = (linkId, verb, body) => post(`/api/links/${linkId}/${verb}`, body);

export const signOut = () => post('/auth/sign-out', {});
