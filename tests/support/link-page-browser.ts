import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect } from '@jest/globals';
import chromium from '@sparticuz/chromium';
import { type Browser, type BrowserContext, chromium as playwright, type Page } from 'playwright-core';
import { type LinkPageServer, startLinkPage } from './link-page-server.ts';

export const SECRET = 'q~8Q~Zx.1<b>&"_-long~secret~of~forty~chars';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** A fresh tab for each test, and what a person does in it. */
export interface Visit {
  readonly server: LinkPageServer;
  readonly browser: Browser;
  readonly context: BrowserContext;
  readonly page: Page;
  /** Goes to a link; the text between id and key is what the way through the mail made of `#`. */
  readonly follow: (
    link: { readonly linkId: string; readonly key: string },
    between?: string,
  ) => Promise<void>;
  readonly heading: (name: string) => Promise<void>;
  readonly ready: () => Promise<void>;
  readonly press: (name: string) => Promise<void>;
  readonly paste: (code: string) => Promise<void>;
  readonly value: () => Promise<string | null>;
  /** What axe finds against WCAG 2.2 AA. */
  readonly violations: () => Promise<unknown>;
}

// The packaged browser is built for this platform only; elsewhere the reason stands in the report.
const runsHere = process.platform === 'linux' && process.arch === 'x64';
const skipped = `skipped: the packaged Chromium is not built for ${process.platform} ${process.arch}`;

/** Tests of the link page in a real browser. `visit()` is the current test's. */
export const inChromium = (name: string, tests: (visit: () => Visit) => void): void => {
  (runsHere ? describe : describe.skip)(runsHere ? name : `${name} (${skipped})`, () => {
    let server: LinkPageServer;
    let browser: Browser;
    let current: Visit;
    let trouble: string[];

    beforeAll(async () => {
      server = await startLinkPage();
      browser = await playwright.launch({
        executablePath: await chromium.executablePath(),
        // In one process the browser would end with its first context.
        args: chromium.args.filter((arg) => !['--single-process', '--no-zygote'].includes(arg)),
        headless: true,
      });
    });
    afterAll(async () => {
      await browser.close();
      await server.stop();
    });
    beforeEach(async () => {
      const context = await browser.newContext({
        permissions: ['clipboard-write', 'clipboard-read'],
        timezoneId: 'Europe/Paris',
      });
      const page = await context.newPage();
      trouble = troubleOf(page);
      current = visitOf(server, browser, context, page);
    });
    afterEach(async () => {
      server.faults.clear();
      await current.context.close();
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

const visitOf = (server: LinkPageServer, browser: Browser, context: BrowserContext, page: Page): Visit => {
  const heading = (name: string) => page.getByRole('heading', { name, exact: true }).waitFor();
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
  return {
    server,
    browser,
    context,
    page,
    heading,
    press,
    follow: async ({ linkId, key }, between = '#') => {
      await page.goto(`${server.url}/r/${linkId}${between}${key}`);
    },
    ready: () => heading('A new secret is waiting for you'),
    paste: async (code) => {
      await page.getByRole('textbox', { name: 'Code from the mail', exact: true }).fill(code);
      await press('Continue');
    },
    value: () => page.locator('#value').textContent(),
    violations: async () => {
      await page.evaluate(axe);
      const found: unknown = await page.evaluate(
        `axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
          .then(({ violations }) => violations.map(({ id, nodes }) => id + ' ' + nodes.map(({ html }) => html).join()))`,
      );
      return found;
    },
  };
};
