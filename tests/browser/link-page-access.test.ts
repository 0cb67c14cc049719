import { expect, test } from '@jest/globals';
import { inChromium, SECRET } from '../support/link-page-browser.ts';

inChromium('the page behind a one-hour link, for everyone', (visit) => {
  test('the whole way can be gone by keyboard', async () => {
    const { server, page, follow, ready, heading, value } = visit();
    await follow(await server.issue(SECRET));
    await ready();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await heading('Your secret');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    expect(await value()).toBe(SECRET);
  });

  test('the end is told in local time and in UTC, and the last minutes aloud', async () => {
    const { server, page, follow, ready } = visit();
    await follow(await server.issue(SECRET, new Date(Date.now() + 9 * 60_000)));
    await ready();
    expect(await page.locator('#left').textContent()).toBe('9 minutes');
    expect(await page.getByRole('status').textContent()).toBe('9 minutes left.');
    const end = await page.locator('#not-after').textContent();
    expect(end).toMatch(/^\d+ \w+ at \d\d:\d\d (?:CES?T|GMT\+[12]) \(\d\d:\d\d UTC\)$/);
  });

  test.each(['light', 'dark'] as const)(
    'nobody is shut out, in %s colours and at 320 pixels',
    async (colorScheme) => {
      const { server, page, follow, ready, press, heading, violations } = visit();
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.setViewportSize({ width: 320, height: 640 });
      const link = await server.issue(SECRET.repeat(3));
      const found: unknown[] = [];
      const look = async (name: string): Promise<void> => {
        found.push(await violations(), await page.evaluate('document.documentElement.scrollWidth'));
        const folder = process.env['SCREENSHOTS'];
        if (folder !== undefined) {
          await page.screenshot({ path: `${folder}/${name}-${colorScheme}.png`, fullPage: true });
        }
      };
      await follow({ ...link, key: '' }, '');
      await heading('Paste the code from the mail');
      await look('ask');
      await follow(link);
      await ready();
      await look('ready');
      await press('Show my secret');
      await press('Show');
      await look('secret');
      expect(found).toEqual([[], 320, [], 320, [], 320]);
    },
  );

  test('without JavaScript a plain notice says what to do, and nothing is spent', async () => {
    const { server, browser } = visit();
    const bare = await browser.newContext({ javaScriptEnabled: false });
    const page = await bare.newPage();
    const { linkId, key } = await server.issue(SECRET);
    const before = server.requests.length;
    await page.goto(`${server.url}/r/${linkId}#${key}`);
    expect(await page.locator('main').innerText()).toContain('This page needs JavaScript');
    expect(server.requests.slice(before)).toEqual([`GET /r/${linkId}`]);
    await bare.close();
  });
});
