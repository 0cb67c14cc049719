import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect } from '@jest/globals';
import chromium from '@sparticuz/chromium';
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium as playwright,
  type Page,
} from 'playwright-core';
import { type LinkPageServer, startLinkPage, type Story, type StoryOptions } from './link-page-server.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** A fresh world and a fresh tab for each test, and what a person does in it. */
export interface Visit extends Story {
  readonly server: LinkPageServer;
  readonly browser: Browser;
  readonly context: BrowserContext;
  readonly page: Page;
  /** Goes to the link; the text between id and key is what the way through the mail made of `#`. */
  readonly follow: (between?: string, key?: string) => Promise<void>;
  /** Presses "Sign in" and chooses a person at the authority; comes back by itself. */
  readonly signIn: (as?: string) => Promise<void>;
  /** Follows the link, signs in, and is told what is waiting. */
  readonly opened: () => Promise<void>;
  /** And reveals it. */
  readonly revealed: () => Promise<void>;
  readonly heading: (name: string) => Promise<void>;
  readonly press: (name: string) => Promise<void>;
  readonly paste: (code: string) => Promise<void>;
  readonly value: () => Promise<string | null>;
  readonly told: () => Promise<string>;
  /** Another browser, with its own cookies, at the same authority. */
  readonly another: (options?: BrowserContextOptions) => Promise<Page>;
  /** What axe finds against WCAG 2.2 AA, as it is and with the checks that it calls best practice. */
  readonly violations: (of?: Page) => Promise<unknown>;
}

// The packaged browser is built for this platform only; elsewhere the reason stands in the report.
const runsHere = process.platform === 'linux' && process.arch === 'x64';
const skipped = `skipped: the packaged Chromium is not built for ${process.platform} ${process.arch}`;

const PERSON: BrowserContextOptions = {
  locale: 'en-GB',
  permissions: ['clipboard-write', 'clipboard-read'],
  timezoneId: 'Europe/Paris',
  viewport: { width: 640, height: 480 },
};

// Long before the test itself ends, so that what was waited for in vain has a name.
const PATIENCE_MS = 10_000;

/** Tests of the link page in a real browser. `visit()` is the current test's. */
export const inChromium = (
  name: string,
  tests: (visit: () => Visit) => void,
  options: StoryOptions = {},
): void => {
  (runsHere ? describe : describe.skip)(runsHere ? name : `${name} (${skipped})`, () => {
    let server: LinkPageServer;
    let browser: Browser;
    let current: Visit;
    let trouble: string[];

    beforeAll(async () => {
      server = await startLinkPage();
      browser = await playwright.launch({
        executablePath: await chromium.executablePath(),
        // Not the arguments that the package proposes: they switch off what keeps sites apart, which is asked here.
        args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--font-render-hinting=none'],
        headless: true,
      });
    });
    afterAll(async () => {
      await browser.close();
      await server.stop();
    });
    beforeEach(async () => {
      const story = await server.begin(options);
      const context = await browser.newContext(PERSON);
      const page = await context.newPage();
      context.setDefaultTimeout(PATIENCE_MS);
      trouble = troubleOf(page);
      current = visitOf(server, story, browser, context, page);
    });
    afterEach(async () => {
      server.faults.clear();
      for (const context of browser.contexts()) await context.close();
      expect(trouble).toEqual([]);
    });

    tests(() => current);
  });
};

/** What went wrong in the page. The browser itself reports each refusal by its status: that is expected. */
const troubleOf = (page: Page): string[] => {
  const trouble: string[] = [];
  page.on('pageerror', (error) => trouble.push(error.message));
  page.on('console', (line) => {
    if (line.type() === 'error' && !line.text().startsWith('Failed to load resource'))
      trouble.push(line.text());
  });
  return trouble;
};

const visitOf = (
  server: LinkPageServer,
  story: Story,
  browser: Browser,
  context: BrowserContext,
  page: Page,
): Visit => {
  const { link, recipient } = story;
  const heading = (name: string) => page.getByRole('heading', { name, exact: true }).waitFor();
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
  const follow = async (between = '#', key = link.key) => {
    await page.goto(`${server.url}/r/${link.id}${between}${key}`);
  };
  const signIn = async (as = recipient.displayName) => {
    await press('Sign in');
    await page.getByRole('link', { name: as, exact: true }).click();
  };
  const opened = async () => {
    await follow();
    await signIn();
    await heading('A new secret is waiting for you');
  };
  return {
    ...story,
    server,
    browser,
    context,
    page,
    heading,
    press,
    follow,
    signIn,
    opened,
    revealed: async () => {
      await opened();
      await press('Reveal my secret');
      await heading('Your new secret');
    },
    paste: async (code) => {
      await page.getByRole('textbox', { name: 'Code, or the whole link', exact: true }).fill(code);
      await press('Continue');
    },
    value: () => page.locator('#value').textContent(),
    told: async () => (await page.getByRole('status').textContent()) ?? '',
    another: async (options = {}) => {
      const other = await browser.newContext({ ...PERSON, ...options });
      other.setDefaultTimeout(PATIENCE_MS);
      return other.newPage();
    },
    violations: async (of = page) => {
      await of.evaluate(axe);
      const found: unknown = await of.evaluate(
        `axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
          .then(({ violations }) => violations.map(({ id, nodes }) => id + ' ' + nodes.map(({ html }) => html).join()))`,
      );
      return found;
    },
  };
};
