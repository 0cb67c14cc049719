import { expect, test } from '@jest/globals';
import { inChromium, SECRET } from '../support/link-page-browser.ts';

inChromium('the page behind a one-hour link that does not open', (visit) => {
  test('a code that is none is told at the field, and nothing is sent', async () => {
    const { server, page, follow, paste } = visit();
    const { linkId, key } = await server.issue(SECRET);
    await follow({ linkId, key: '' }, '');
    const before = server.requests.length;
    await paste(key.slice(1));
    await page.getByText('43 letters').waitFor();
    expect(await page.evaluate('document.activeElement.id')).toBe('code');
    expect(server.requests.length).toBe(before);
  });

  test('a code without any link asks for the whole link', async () => {
    const { server, page, paste } = visit();
    const { key } = await server.issue(SECRET);
    await page.goto(`${server.url}/r/`);
    await paste(key);
    await page.getByText('paste the whole link').waitFor();
  });

  test('the wrong code is refused, and another can be pasted', async () => {
    const { server, follow, heading, press, paste, ready } = visit();
    const { linkId, key } = await server.issue(SECRET);
    await follow({ linkId, key: 'A'.repeat(43) });
    await heading('This link is not known');
    await press('Paste the code again');
    await paste(key);
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
    const { server, page, follow, heading, violations } = visit();
    const link = await server.issue(SECRET);
    server.refuse(link, status, code);
    await follow(link);
    await heading(title);
    expect(await page.title()).toContain(title);
    expect(await page.evaluate('document.activeElement.textContent')).toBe(title);
    expect(await violations()).toEqual([]);
  });

  test('a link that expires between looking and clicking says so', async () => {
    const { server, follow, ready, press, heading } = visit();
    const link = await server.issue(SECRET);
    await follow(link);
    await ready();
    server.refuse(link, 410, 'LINK_EXPIRED');
    await press('Show my secret');
    await heading('This link has expired');
  });

  test('an outage while looking is tried again', async () => {
    const { server, follow, heading, press, ready } = visit();
    const link = await server.issue(SECRET);
    server.faults.add({ method: 'POST', times: 1, status: 502 });
    await follow(link);
    await heading('This can not be opened just now');
    await press('Try again');
    await ready();
  });

  test('a secret whose answer was lost is had by trying again, with the same nonce', async () => {
    const { server, page, follow, ready, press, heading, value } = visit();
    await follow(await server.issue(SECRET));
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
    await heading('The answer did not arrive');
    await press('Try again');
    await press('Show');
    expect(await value()).toBe(SECRET);
    const [first, second] = server.nonces.slice(before);
    expect(first).toMatch(/^[\w-]{22}$/);
    expect(second).toBe(first);
  });

  test('a second page can not have the secret again', async () => {
    const { server, context, page, follow, ready, press, heading } = visit();
    const link = await server.issue(SECRET);
    await follow(link);
    await ready();
    const other = await context.newPage();
    await other.goto(`${server.url}/r/${link.linkId}#${link.key}`);
    await other.getByRole('button', { name: 'Show my secret' }).click();
    await other.getByRole('heading', { name: 'Your secret' }).waitFor();
    await press('Show my secret');
    await heading('This link has been used');
    expect(await page.content()).not.toContain('secret~of~forty');
  });
});
