import type { Person } from '../../lib/domain/person.ts';
import { days, minus, plus } from '../../lib/domain/time.ts';
import type { Faults } from '../../local/stand-in/faults.ts';
import { serve } from '../../local/stand-in/serve.ts';
import { type App, type AppOptions, startApp } from './app.ts';
import type { PemPair } from '../../local/certificates/pem-pair.ts';
import { asked } from './certificate-story.ts';
import { startAuthority } from './link-page-authority.ts';
import { answerOf } from './serve-endpoints.ts';
import { linkIn, type MailedLink, untilMailed, untilRequested } from './story.ts';

/** A name that somebody chose who knows HTML. */
export const APPLICATION = 'Payroll <img src=x onerror=alert(1)>';

/** What is other than usual in a story. */
export interface StoryOptions extends AppOptions {
  readonly application?: string;
}

/** A renewal whose link is in the mail of its recipient. */
export interface Story {
  readonly app: App;
  readonly recipient: Person;
  /** Signed in all the same, and not the one. */
  readonly stranger: Person;
  readonly link: MailedLink;
  /** The new secret, as the directory has it. */
  readonly secret: string;
}

/** The real app behind a real address: its functions, use cases and rules; only the world around it is in memory. */
export interface LinkPageServer {
  readonly url: string;
  readonly faults: Faults;
  /** Of the current story, in order. */
  readonly requests: readonly string[];
  /** A new world, with a link in the mail. */
  begin(options?: StoryOptions): Promise<Story>;
  /** The same, with a link by which a certificate is handed in. */
  beginAsking(): Promise<Story & { readonly pair: PemPair }>;
  stop(): Promise<void>;
}

const mailedStory = async ({ application = APPLICATION, ...options }: StoryOptions): Promise<Story> => {
  const app = startApp(options);
  const recipient = app.directory.addPerson({ displayName: 'Olive Owner' });
  const stranger = app.directory.addPerson({ displayName: 'Sam Stranger' });
  const approver = app.directory.addPerson({ displayName: 'Ada Approver' });
  const now = app.clock.now();
  const { nativeId } = app.directory.addApplication({
    name: application,
    owners: [recipient],
    credentials: [{ name: 'ci secret', startsAt: minus(now, days(300)), expiresAt: plus(now, days(5)) }],
  });
  await untilRequested(app);
  await untilMailed(app, approver);
  const secret = app.directory.credentialsOf(nativeId).find(({ name }) => name !== 'ci secret')?.value;
  if (secret === undefined) throw new Error('No secret was made.');
  return { app, recipient, stranger, link: linkIn(app, recipient), secret };
};

/** Starts the server on a port of the system's choice. */
export const startLinkPage = async (): Promise<LinkPageServer> => {
  let current: Story | undefined;
  const story = (): Story => {
    if (current === undefined) throw new Error('No story has begun.');
    return current;
  };
  const requests: string[] = [];
  const authority = await startAuthority(story, () => url);
  const fetch = async (request: Request): Promise<Response> => {
    requests.push(`${request.method} ${new URL(request.url).pathname}`);
    const answer = await answerOf(story().app.endpoints(), request);
    const location = answer.headers.get('location');
    if (location !== null) answer.headers.set('location', authority.reachable(location));
    return answer;
  };
  const served = await serve({ fetch }, { name: 'Link page' });
  const url = `http://localhost:${served.port}`;
  return {
    url,
    faults: served.faults,
    requests,
    begin: async (options = {}) => {
      current = await mailedStory({ ...options, links: new URL(url) });
      requests.length = 0;
      return current;
    },
    beginAsking: async () => {
      const { app, owner: recipient, pair } = await asked({ links: new URL(url) });
      const stranger = app.directory.addPerson({ displayName: 'Sam Stranger' });
      const begun = { app, recipient, stranger, link: linkIn(app, recipient), secret: '', pair };
      current = begun;
      requests.length = 0;
      return begun;
    },
    stop: async () => {
      await served.stop();
      await authority.stop();
    },
  };
};
