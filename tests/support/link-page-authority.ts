import { escapeHtml } from '../../lib/pages/escape.ts';
import { serve } from '../../local/stand-in/serve.ts';
import type { Person } from '../../lib/domain/person.ts';
import type { App } from './app.ts';

/** Where the fake of the sign-in sends browsers. No browser can go there, so they are sent to this machine instead. */
const ELSEWHERE = 'https://login.example.test/';

/** Those who have an account there, and whom they sign in to. */
interface Accounts {
  readonly app: App;
  readonly recipient: Person;
  readonly stranger: Person;
}

export interface Authority {
  /** The address that a browser can follow. */
  reachable(location: string): string;
  stop(): Promise<void>;
}

const link = (to: string, text: string): string =>
  `<li><a href="${escapeHtml(to)}">${escapeHtml(text)}</a></li>`;

const page = (content: string): Response =>
  new Response(`<!doctype html><title>Sign in</title>${content}`, {
    headers: { 'content-type': 'text/html; charset=utf-8' },
  });

/** The authority's own site, with its own origin: whoever has an account there chooses it, and is sent back to the app. */
export const startAuthority = async (accounts: () => Accounts, appUrl: () => string): Promise<Authority> => {
  const fetch = (request: Request): Response => {
    // Whoever has no account here sees what everyone sees who has none.
    if (request.headers.get('user-agent')?.startsWith('MailScanner') === true)
      return page(
        '<form><label>Password <input type="password" name="p"></label><button>Next</button></form>',
      );
    const { app, recipient, stranger } = accounts();
    const back = (query: string) => `${appUrl()}/auth/callback?${query}`;
    const state = new URL(request.url).searchParams.get('state') ?? '';
    const choices = [recipient, stranger].map((person) =>
      link(back(app.signIn.come(request.url, person)), person.displayName),
    );
    const cancel = link(back(new URLSearchParams({ error: 'access_denied', state }).toString()), 'Cancel');
    return page(`<ul>${choices.join('')}${cancel}</ul>`);
  };
  const served = await serve({ fetch }, { name: 'Authority' });
  return {
    // Another host than `localhost`, so that it is another site for the browser, too.
    reachable: (location) => location.replace(ELSEWHERE, `http://127.0.0.1:${served.port}/`),
    stop: () => served.stop(),
  };
};
