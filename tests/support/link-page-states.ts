import { type Link, linkDueAt } from '../../lib/domain/link.ts';
import { minutes, plus } from '../../lib/domain/time.ts';
import type { Visit } from './link-page-browser.ts';
import type { Story } from './link-page-server.ts';

/** Something that a recipient can meet, and how they come to it. */
export interface State {
  /** Of its picture in docs/images/link-page/. */
  readonly name: string;
  /** Its heading. */
  readonly title: string;
  readonly reach: (visit: Visit) => Promise<unknown>;
}

/** The link came to its end in this way, five minutes after it was made. */
const ended =
  (state: 'revoked' | 'frozen') =>
  async ({ app }: Pick<Story, 'app'>): Promise<void> => {
    const [link] = app.stores.links.all();
    const stored = link && (await app.stores.links.find(link.id));
    if (stored?.state.state !== 'issued') throw new Error('There is no link that is open.');
    const { sealed: _, ...facts } = stored.state;
    const over: Link = { ...facts, state, endedAt: plus(facts.issuedAt, minutes(5)) };
    const change = { expected: stored.version, state: over, dueAt: linkDueAt(over), messages: [] };
    await app.stores.links.commit(over.id, change);
  };

const report = async ({ press, page }: Visit, kind: string): Promise<void> => {
  await press('Something is wrong');
  await page.locator(`input[value=${kind}]`).check();
  await press('Send the report');
};

const signedIn = async ({ follow, signIn }: Visit): Promise<void> => {
  await follow();
  await signIn();
};

/** Everything that the page can show, in the order of the way. */
export const STATES: readonly State[] = [
  { name: 'landing', title: 'Sign in to continue', reach: ({ follow }) => follow() },
  {
    name: 'sign-in-failed',
    title: 'Sign in to continue',
    reach: ({ page, server, link }) => page.goto(`${server.url}/r/${link.id}?sign-in=refused#${link.key}`),
  },
  {
    name: 'code-wanted',
    title: 'Paste the code from the mail',
    reach: async ({ follow, signIn, press, page }) => {
      await follow('', '');
      await signIn();
      await page.getByRole('textbox').fill('not a code');
      await press('Continue');
    },
  },
  {
    name: 'mailed-code-wanted',
    title: 'Type the code from the second mail',
    reach: async ({ page, server, press }) => {
      const { link } = await server.begin({ mailCodeDomains: ['northwind.example'] });
      await page.goto(`${server.url}/r/${link.id}#${link.key}`);
      await press('No account? Get a code by mail');
    },
  },
  { name: 'opened', title: 'A new secret is waiting for you', reach: ({ opened }) => opened() },
  {
    name: 'confirm-it-is-you',
    title: 'Confirm that it is you',
    reach: async ({ opened, press, page }) => {
      await page.route('**/open', async (route) => {
        const answer = await route.fetch();
        await route.fulfill({ json: { ...(await answer.json()), reauthenticate: true } });
      });
      await opened();
      await press('Reveal my secret');
    },
  },
  { name: 'revealed', title: 'Your new secret', reach: ({ revealed }) => revealed() },
  {
    name: 'shown',
    title: 'Your new secret',
    reach: async ({ revealed, press, page }) => {
      await revealed();
      await page.getByText('Azure Key Vault · PowerShell').click();
      await press('Show');
      await press('Copy');
      await page.getByText('Characters on your clipboard').waitFor();
    },
  },
  {
    name: 'done',
    title: 'Done. The secret is stored',
    reach: async ({ revealed, press }) => {
      await revealed();
      await press('I have stored it');
    },
  },
  {
    name: 'cleared',
    title: 'The secret is cleared from this page',
    reach: async ({ app, revealed, press }) => {
      await revealed();
      app.clock.wait(minutes(16));
      await press('I have stored it');
    },
  },
  {
    name: 'used',
    title: 'This link has been used',
    reach: async (visit) => {
      await visit.revealed();
      visit.page.once('dialog', (dialog) => void dialog.accept());
      await visit.page.reload();
      await visit.heading('Paste the code from the mail');
      await visit.paste(visit.link.key);
    },
  },
  {
    name: 'report',
    title: 'What is wrong?',
    reach: async ({ opened, press }) => {
      await opened();
      await press('Something is wrong');
    },
  },
  {
    name: 'report-sent',
    title: 'Thank you, this is reported',
    reach: async (visit) => {
      await visit.opened();
      await report(visit, 'exposed');
    },
  },
  {
    name: 'report-noted',
    title: 'Thank you, this is noted',
    reach: async (visit) => {
      await visit.opened();
      await report(visit, 'unsure');
    },
  },
  {
    name: 'reported',
    title: 'This link was reported',
    reach: async (visit) => {
      await visit.opened();
      await report(visit, 'lost');
      await visit.heading('Thank you, this is reported');
      await visit.page.goto('about:blank');
      await visit.follow();
    },
  },
  {
    name: 'expired',
    title: 'This link has expired',
    reach: async (visit) => {
      visit.app.clock.wait(minutes(60));
      await signedIn(visit);
    },
  },
  {
    name: 'withdrawn',
    title: 'This link was withdrawn',
    reach: async (visit) => {
      await ended('revoked')(visit);
      await signedIn(visit);
    },
  },
  {
    name: 'locked',
    title: 'This link is locked',
    reach: async (visit) => {
      await ended('frozen')(visit);
      await signedIn(visit);
    },
  },
  {
    name: 'not-for-you',
    title: 'This link does not open for you',
    reach: async ({ follow, signIn, stranger }) => {
      await follow();
      await signIn(stranger.displayName);
    },
  },
  {
    name: 'wrong-code',
    title: 'This code does not fit',
    reach: async ({ follow, signIn }) => {
      await follow('#', 'A'.repeat(43));
      await signIn();
    },
  },
  {
    name: 'too-many-attempts',
    title: 'Too many attempts',
    reach: async ({ follow, signIn, press, paste, heading }) => {
      await follow('#', 'A'.repeat(43));
      await signIn();
      for (const wrong of 'BCDEF') {
        await heading('This code does not fit');
        await press('Paste the code again');
        await paste(wrong.repeat(43));
      }
    },
  },
  {
    name: 'outage',
    title: 'This is not possible just now',
    reach: async (visit) => {
      visit.server.faults.add({ path: '/open$', status: 503, body: { retryAfterSeconds: 5 } });
      await signedIn(visit);
    },
  },
  {
    name: 'answer-lost',
    title: 'The answer did not arrive',
    reach: async ({ server, opened, press }) => {
      await opened();
      server.faults.add({ path: '/reveal$', drop: 'after' });
      await press('Reveal my secret');
    },
  },
  {
    name: 'out-of-step',
    title: 'This page is out of step',
    reach: async (visit) => {
      visit.server.faults.add({ path: '/open$', status: 415, body: { wrong: 'content-type' } });
      await signedIn(visit);
    },
  },
  {
    name: 'unreadable',
    title: 'The secret cannot be unlocked',
    reach: async ({ page, opened, press }) => {
      await page.route('**/reveal', async (route) => {
        const answer = await route.fetch();
        await route.fulfill({ json: { ...(await answer.json()), boundTo: '{"linkId":"another"}' } });
      });
      await opened();
      await press('Reveal my secret');
    },
  },
  {
    name: 'unsupported',
    title: 'This browser cannot open the link',
    reach: async ({ page, follow }) => {
      await page.addInitScript('Object.defineProperty(crypto, "subtle", { value: undefined })');
      await follow();
    },
  },
];
