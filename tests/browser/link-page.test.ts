import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import chromium from '@sparticuz/chromium';
import { type Browser, type BrowserContext, chromium as playwright, type Page } from 'playwright-core';
import { APPLICATION, type LinkPageServer, startLinkPage } from '../support/link-page-server.ts';

// The packaged browser is built for this platform only; elsewhere the reason stands in the report.
const runsHere = process.platform === 'linux' && process.arch === 'x64';
const where = runsHere
  ? 'in Chromium'
  : `in Chromium (skipped: its package has no build for ${process.platform} ${process.arch})`;
const SECRET = 'q~8Q~Zx.1<b>&"_-long~secret~of~forty~chars';
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

(runsHere ? describe : describe.skip)(`the page behind a one-hour link, ${where}`, () => {
  let server: LinkPageServer;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
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
    context = await browser.newContext({
      permissions: ['clipboard-write', 'clipboard-read'],
      timezoneId: 'Europe/Paris',
    });
    page = await context.newPage();
    trouble = [];
    page.on('pageerror', (error) => trouble.push(error.message));
    page.on('console', (line) => {
      // The browser reports each refusal by status; only what is not expected matters.
      if (line.type() === 'error' && !line.text().startsWith('Failed to load resource'))
        trouble.push(line.text());
    });
  });
  afterEach(async () => {
    server.faults.clear();
    await context.close();
    expect(trouble).toEqual([]);
  });

  const heading = (name: string) => page.getByRole('heading', { name, exact: true });
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
  const codeField = () => page.getByRole('textbox', { name: 'Code from the mail', exact: true });
  const ready = () => heading('A new secret is waiting for you').waitFor();
  const value = () => page.locator('#value').textContent();

  const violations = async (): Promise<unknown> => {
    await page.evaluate(axe);
    const found: unknown = await page.evaluate(
      `axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
        .then(({ violations }) => violations.map(({ id, nodes }) => id + ' ' + nodes.map(({ html }) => html).join()))`,
    );
    return found;
  };

  test('the secret appears after the click and not before, and only the page is ever fetched by GET', async () => {
    const { linkId, key } = await server.issue(SECRET);
    const before = server.requests.length;
    await page.goto(`${server.url}/r/${linkId}#${key}`);
    await ready();
    expect(server.requests.slice(before)).toEqual([`GET /r/${linkId}`, `POST /api/links/${linkId}/open`]);
    expect(await page.locator('#application').textContent()).toBe(APPLICATION);
    expect(await page.content()).not.toContain('secret~of~forty');

    await press('Show my secret');
    await heading('Your secret').waitFor();
    expect(await value()).toMatch(/^•+$/);
    await press('Show');
    expect(await value()).toBe(SECRET);
    await press('Hide');
    expect(await value()).toMatch(/^•+$/);
    expect(server.requests.slice(before + 2)).toEqual([`POST /api/links/${linkId}/reveal`]);
  });

  test('the key is gone from the address at once, and from the history', async () => {
    const { linkId, key } = await server.issue(SECRET);
    await page.goto(`${server.url}/r/${linkId}#${key}`);
    await ready();
    expect(page.url()).toBe(`${server.url}/r/${linkId}`);
    expect(await page.evaluate('history.length')).toBe(2);
    expect(
      await page.evaluate('JSON.stringify([document.cookie, { ...localStorage }, { ...sessionStorage }])'),
    ).toBe('["",{},{}]');
  });

  test.each(['#', '%23', '%2523', '/#', '/%23', '?safe=1#'])(
    'a link works with %s between its parts',
    async (between) => {
      const { linkId, key } = await server.issue(SECRET);
      await page.goto(`${server.url}/r/${linkId}${between}${key}`);
      await ready();
      expect(page.url()).toBe(`${server.url}/r/${linkId}`);
    },
  );

  test.each([
    ['the code', (_: string, key: string) => key],
    ['the code in two lines', (_: string, key: string) => ` ${key.slice(0, 20)}\n${key.slice(20)} `],
    ['the whole link', (linkId: string, key: string) => `https://links.example/r/${linkId}#${key}`],
    [
      'the link as a mail gateway wrapped it',
      (linkId: string, key: string) =>
        `https://safe.example/?url=https%3A%2F%2Flinks.example%2Fr%2F${linkId}%23${key}&data=5`,
    ],
  ])('a link that lost its code takes %s', async (_what, pasted) => {
    const { linkId, key } = await server.issue(SECRET);
    await page.goto(`${server.url}/r/${linkId}`);
    await codeField().fill(pasted(linkId, key));
    await press('Continue');
    await ready();
    await press('Show my secret');
    await press('Show');
    expect(await value()).toBe(SECRET);
  });

  test('a code that is none is told at the field, and nothing is sent', async () => {
    const { linkId, key } = await server.issue(SECRET);
    await page.goto(`${server.url}/r/${linkId}`);
    const before = server.requests.length;
    await codeField().fill(key.slice(1));
    await press('Continue');
    await page.getByText('43 letters').waitFor();
    expect(await page.evaluate('document.activeElement.id')).toBe('code');
    expect(server.requests.length).toBe(before);
  });

  test('a link that is followed while the page is open already is taken, too', async () => {
    const { linkId, key } = await server.issue(SECRET);
    await page.goto(`${server.url}/r/${linkId}`);
    await heading('Paste the code from the mail').waitFor();
    await page.goto(`${server.url}/r/${linkId}#${key}`);
    await ready();
    expect(page.url()).toBe(`${server.url}/r/${linkId}`);
  });

  test('a code without any link asks for the whole link', async () => {
    const { key } = await server.issue(SECRET);
    await page.goto(`${server.url}/r/`);
    await codeField().fill(key);
    await press('Continue');
    await page.getByText('paste the whole link').waitFor();
  });

  test('the wrong code is refused, and another can be pasted', async () => {
    const { linkId, key } = await server.issue(SECRET);
    await page.goto(`${server.url}/r/${linkId}#${'A'.repeat(43)}`);
    await heading('This link is not known').waitFor();
    await press('Paste the code again');
    await codeField().fill(key);
    await press('Continue');
    await ready();
  });

  test.each([
    [410, 'LINK_USED', 'This link has been used'],
    [410, 'LINK_EXPIRED', 'This link has expired'],
    [410, 'LINK_REVOKED', 'This link was withdrawn'],
    [410, 'LINK_FROZEN', 'This link is locked'],
    [503, 'UNAVAILABLE', 'This can not be opened just now'],
    [503, 'SOMETHING_NEWER', 'This can not be opened just now'],
  ] as const)('%d %s says: %s', async (status, code, title) => {
    const link = await server.issue(SECRET);
    server.refuse(link, status, code);
    await page.goto(`${server.url}/r/${link.linkId}#${link.key}`);
    await heading(title).waitFor();
    expect(await page.title()).toContain(title);
    expect(await page.evaluate('document.activeElement.textContent')).toBe(title);
    expect(await violations()).toEqual([]);
  });

  test('a link that expires between looking and clicking says so', async () => {
    const link = await server.issue(SECRET);
    await page.goto(`${server.url}/r/${link.linkId}#${link.key}`);
    await ready();
    server.refuse(link, 410, 'LINK_EXPIRED');
    await press('Show my secret');
    await heading('This link has expired').waitFor();
  });

  test('an outage while looking is tried again', async () => {
    const { linkId, key } = await server.issue(SECRET);
    server.faults.add({ method: 'POST', times: 1, status: 502 });
    await page.goto(`${server.url}/r/${linkId}#${key}`);
    await heading('This can not be opened just now').waitFor();
    await press('Try again');
    await ready();
  });

  test('a secret whose answer was lost is had by trying again, with the same nonce', async () => {
    const { linkId, key } = await server.issue(SECRET);
    await page.goto(`${server.url}/r/${linkId}#${key}`);
    await ready();
    await page.route(
      '**/reveal',
      async (route) => {
        await route.fetch();
        await route.abort('connectionreset');
      },
      { times: 1 },
    );
    const before = server.nonces.length;
    await press('Show my secret');
    await heading('The answer did not arrive').waitFor();
    await press('Try again');
    await press('Show');
    expect(await value()).toBe(SECRET);
    const [first, second] = server.nonces.slice(before);
    expect(first).toMatch(/^[\w-]{22}$/);
    expect(second).toBe(first);
  });

  test('a second page can not have the secret again', async () => {
    const { linkId, key } = await server.issue(SECRET);
    await page.goto(`${server.url}/r/${linkId}#${key}`);
    await ready();
    const other = await context.newPage();
    await other.goto(`${server.url}/r/${linkId}#${key}`);
    await other.getByRole('button', { name: 'Show my secret' }).click();
    await other.getByRole('heading', { name: 'Your secret' }).waitFor();
    await press('Show my secret');
    await heading('This link has been used').waitFor();
    expect(await page.content()).not.toContain('secret~of~forty');
  });

  test('copying is told only when it was done', async () => {
    const { linkId, key } = await server.issue(SECRET);
    await page.goto(`${server.url}/r/${linkId}#${key}`);
    await press('Show my secret');
    await press('Copy');
    await page.getByText(`Copied: ${SECRET.length} characters`).waitFor();
    // The page itself may not read the clipboard; one without its policy may.
    const other = await context.newPage();
    await other.goto(`${server.url}/elsewhere`);
    expect(await other.evaluate('navigator.clipboard.readText()')).toBe(SECRET);
    await other.close();

    await page.evaluate('navigator.clipboard.writeText = () => Promise.reject(new Error("not allowed"))');
    await press('Copy');
    await page.getByText('Copying is not allowed here').waitFor();
    expect(await page.evaluate('getSelection().toString()')).toBe(SECRET);
  });

  test('what was cleared is gone from the page', async () => {
    const { linkId, key } = await server.issue(SECRET);
    await page.goto(`${server.url}/r/${linkId}#${key}`);
    await press('Show my secret');
    await press('Show');
    await press('Clear from this page');
    await heading('The secret is cleared from this page').waitFor();
    expect(await page.content()).not.toContain('secret~of~forty');
  });

  test('the whole way can be gone by keyboard', async () => {
    const { linkId, key } = await server.issue(SECRET);
    await page.goto(`${server.url}/r/${linkId}#${key}`);
    await ready();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await heading('Your secret').waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    expect(await value()).toBe(SECRET);
  });

  test('the last minutes are told', async () => {
    const { linkId, key } = await server.issue(SECRET, new Date(Date.now() + 9 * 60_000));
    await page.goto(`${server.url}/r/${linkId}#${key}`);
    await ready();
    expect(await page.locator('#left').textContent()).toBe('9 minutes');
    expect(await page.getByRole('status').textContent()).toBe('9 minutes left.');
    expect(await page.locator('#not-after').textContent()).toMatch(
      /^\d+ \w+ at \d\d:\d\d CES?T \(\d\d:\d\d UTC\)$|^\d+ \w+ at \d\d:\d\d GMT\+[12] \(\d\d:\d\d UTC\)$/,
    );
  });

  test.each(['light', 'dark'] as const)(
    'nobody is shut out, in %s colours and at 320 pixels',
    async (colorScheme) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.setViewportSize({ width: 320, height: 640 });
      const { linkId, key } = await server.issue(SECRET.repeat(3));
      const sections: unknown[] = [];
      const check = async (name: string) => {
        sections.push(await violations(), await page.evaluate('document.documentElement.scrollWidth'));
        if (process.env['SCREENSHOTS'] !== undefined) {
          await page.screenshot({
            path: `${process.env['SCREENSHOTS']}/${name}-${colorScheme}.png`,
            fullPage: true,
          });
        }
      };
      await page.goto(`${server.url}/r/${linkId}`);
      await check('ask');
      await page.goto(`${server.url}/r/${linkId}#${key}`);
      await ready();
      await check('ready');
      await press('Show my secret');
      await press('Show');
      await check('secret');
      expect(sections).toEqual([[], 320, [], 320, [], 320]);
    },
  );

  test('without JavaScript a plain notice says what to do, and nothing is spent', async () => {
    const bare = await browser.newContext({ javaScriptEnabled: false });
    const still = await bare.newPage();
    const { linkId, key } = await server.issue(SECRET);
    const before = server.requests.length;
    await still.goto(`${server.url}/r/${linkId}#${key}`);
    expect(await still.locator('main').innerText()).toContain('This page needs JavaScript');
    expect(server.requests.slice(before)).toEqual([`GET /r/${linkId}`]);
    await bare.close();
  });
});
