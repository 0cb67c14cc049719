import { httpsPost } from './https-post.ts';
import { Problem } from './problem.ts';

interface Wanted {
  readonly functionsUrl: string;
  /** The authority that vouches for the login. */
  readonly caPem: string;
  readonly signal: AbortSignal;
}

/** Someone who is signed in to the link pages. */
export interface SignedInPerson {
  /** Posts as the page does, with the cookies that a browser would have; to another host of the app, if `at` names it. */
  post(path: string, body: object, at?: string): Promise<Response>;
}

/** Cookies of an answer, as a browser sends them back. */
const cookiesOf = (answer: Response): string =>
  answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0] ?? '')
    .filter((pair) => !pair.endsWith('='))
    .join('; ');

/** Signs a person in the way that a browser does: from the app to the login, a click there, and back to the app. */
export const signInAs = async (
  { functionsUrl, caPem, signal }: Wanted,
  linkId: string,
  userName: string,
): Promise<SignedInPerson> => {
  const go = async (url: string, cookie = ''): Promise<{ answer: Response; location: string }> => {
    const answer = await fetch(url, { redirect: 'manual', headers: { cookie }, signal });
    await answer.body?.cancel();
    const location = answer.headers.get('location');
    if (location === null) throw new Problem(`Signing in as ${userName} ends at ${answer.status}.`);
    return { answer, location };
  };
  const sent = await go(`${functionsUrl}/auth/sign-in?return=/r/${linkId}`);
  const chosen = await httpsPost({
    url: sent.location,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ person: userName }).toString(),
    caPem,
    signal,
  });
  if (chosen.location === undefined)
    throw new Problem(`The login does not let ${userName} in: ${chosen.status} ${chosen.said.slice(0, 200)}`);
  const back = await go(chosen.location, cookiesOf(sent.answer));
  const cookie = cookiesOf(back.answer);
  if (!cookie.includes('session=')) throw new Problem(`${userName} came back without a session.`);

  return {
    post: (path, body, at = functionsUrl) =>
      fetch(`${at}${path}`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-expiry-monitor': '1',
          origin: new URL(functionsUrl).origin,
          'sec-fetch-site': 'same-origin',
          cookie,
        },
        body: JSON.stringify(body),
        signal,
      }),
  };
};
