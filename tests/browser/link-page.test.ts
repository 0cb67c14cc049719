import { expect, test } from '@jest/globals';
import { inChromium, SECRET } from '../support/link-page-browser.ts';
import { APPLICATION } from '../support/link-page-server.ts';

inChromium('the page behind a one-hour link', (visit) => {
  test('the secret appears after the click and not before, and only the page is ever fetched by GET', async () => {
    const { server, page, follow, ready, press, heading, value } = visit();
    const link = await server.issue(SECRET);
    const before = server.requests.length;
    await follow(link);
    await ready();
    expect(server.requests.slice(before)).toEqual([
      `GET /r/${link.linkId}`,
      `POST /api/links/${link.linkId}/open`,
    ]);
    expect(await page.locator('#application').textContent()).toBe(APPLICATION);
    expect(await page.content()).not.toContain('secret~of~forty');

    await press('Show my secret');
    await heading('Your secret');
    expect(await value()).toMatch(/^•+$/);
    await press('Show');
    expect(await value()).toBe(SECRET);
    await press('Hide');
    expect(await value()).toMatch(/^•+$/);
    expect(server.requests.slice(before + 2)).toEqual([`POST /api/links/${link.linkId}/reveal`]);
  });

  test('the key is gone from the address at once, and kept nowhere', async () => {
    const { server, page, follow, ready } = visit();
    const link = await server.issue(SECRET);
    await follow(link);
    await ready();
    expect(page.url()).toBe(`${server.url}/r/${link.linkId}`);
    // The empty tab, and this page in place of the one with the key.
    expect(await page.evaluate('history.length')).toBe(2);
    const kept = await page.evaluate('[document.cookie, { ...localStorage }, { ...sessionStorage }]');
    expect(kept).toEqual(['', {}, {}]);
  });

  test.each(['#', '%23', '%2523', '/#', '/%23', '?safe=1#'])(
    'a link works with %s between its parts',
    async (between) => {
      const { server, page, follow, ready } = visit();
      const link = await server.issue(SECRET);
      await follow(link, between);
      await ready();
      expect(page.url()).toBe(`${server.url}/r/${link.linkId}`);
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
    const { server, follow, ready, paste, press, value } = visit();
    const { linkId, key } = await server.issue(SECRET);
    await follow({ linkId, key: '' }, '');
    await paste(pasted(linkId, key));
    await ready();
    await press('Show my secret');
    await press('Show');
    expect(await value()).toBe(SECRET);
  });

  test('a link that is followed while the page is open already is taken, too', async () => {
    const { server, page, follow, heading, ready } = visit();
    const link = await server.issue(SECRET);
    await follow({ ...link, key: '' }, '');
    await heading('Paste the code from the mail');
    await follow(link);
    await ready();
    expect(page.url()).toBe(`${server.url}/r/${link.linkId}`);
  });

  test('copying is told only when it was done', async () => {
    const { server, context, page, follow, press } = visit();
    await follow(await server.issue(SECRET));
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
    const { server, page, follow, press, heading } = visit();
    await follow(await server.issue(SECRET));
    await press('Show my secret');
    await press('Show');
    await press('Clear from this page');
    await heading('The secret is cleared from this page');
    expect(await page.content()).not.toContain('secret~of~forty');
  });
});
