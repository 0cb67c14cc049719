import { expect, test } from '@jest/globals';
import { minutes } from '../../lib/domain/time.ts';
import { packed, source } from '../../lib/pages/link-page-assets.ts';
import { inChromium } from '../support/link-page-browser.ts';

inChromium('the page behind a one-hour link, for everyone', (visit) => {
  test('can be gone by keyboard alone, from the mail to the end', async () => {
    const { page, recipient, secret, follow, heading, value } = visit();
    const focused = () => page.evaluate('document.activeElement.textContent');
    /** Forward until the focus is on something of this name, which has to show it. */
    const tabTo = async (name: string) => {
      for (let step = 0; step < 40; step += 1) {
        await page.keyboard.press('Tab');
        if ((await focused()) !== name) continue;
        const outline = 'getComputedStyle(document.activeElement).outlineStyle';
        expect(await page.evaluate(outline)).toBe('solid');
        return;
      }
      throw new Error(`No way by keyboard to ${name}.`);
    };
    await follow();
    await heading('Sign in to continue');
    await tabTo('Sign in');
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: recipient.displayName }).press('Enter');
    await heading('A new secret is waiting for you');
    await tabTo('Reveal my secret');
    await page.keyboard.press('Enter');
    await heading('Your new secret');
    expect(await focused()).toBe('Your new secret');
    await tabTo('Show');
    await page.keyboard.press('Space');
    expect(await value()).toBe(secret);
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Enter');
    await page.getByText('Copied.').waitFor();
    await tabTo('Azure Key Vault · PowerShell');
    await page.keyboard.press('Enter');
    await tabTo('Copy the command');
    await tabTo('I have stored it');
    await page.keyboard.press('Enter');
    await heading('Done. The secret is stored');
    expect(await focused()).toBe('Done. The secret is stored');
    await tabTo('Something is wrong');
    await page.keyboard.press('Enter');
    await heading('What is wrong?');
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowDown');
    await tabTo('Back');
    await page.keyboard.press('Enter');
    await heading('Done. The secret is stored');
  });

  test('says the end in local time and in UTC, and the last minutes aloud, twice and not each minute', async () => {
    const { page, opened, told } = visit();
    await page.clock.install();
    await opened();
    expect(await page.locator('#end').textContent()).toBe('18 November at 14:00 CET (13:00 UTC)');
    expect(await page.locator('#end').getAttribute('datetime')).toBe('2026-11-18T13:00:00.000Z');
    expect(await page.locator('#left').textContent()).toBe('60 minutes');
    expect(await told()).toBe('');
    await page.clock.fastForward(49 * 60_000 + 55_000);
    expect(await told()).toMatch(/^$/);
    await page.clock.fastForward(10_000);
    expect(await told()).toBe('Time left: 10 minutes. The link then ends, and you can ask for a new one.');
    await page.clock.fastForward(8 * 60_000);
    expect(await told()).toMatch(/^Time left: 2 minutes\./);
  });

  test('counts down only for those who want it', async () => {
    const { page, opened, press } = visit();
    await opened();
    await press('Hide the countdown');
    expect(await page.locator('#left').textContent()).toBe('–');
    await press('Show the countdown');
    expect(await page.locator('#left').textContent()).toBe('60 minutes');
  });

  test('holds when a reader spreads the text', async () => {
    const { page, revealed } = visit();
    await revealed();
    await page.setViewportSize({ width: 320, height: 640 });
    await page.evaluate(`document.styleSheets[0].insertRule(
      '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }')`);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320);
  });

  test('wraps a secret of any length at any width', async () => {
    const { page, revealed } = visit();
    await revealed();
    await page.setViewportSize({ width: 320, height: 640 });
    await page.evaluate('document.getElementById("value").textContent = "x".repeat(500)');
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320);
  });

  test('keeps the secret from translators, spell checkers, password stores and printers', async () => {
    const { page, revealed, press } = visit();
    await revealed();
    await press('Show');
    const shown = `(({ tagName, translate, spellcheck, dir }) => ({ tagName, translate, spellcheck, dir }))(
      document.getElementById('value'))`;
    expect(await page.evaluate(shown)).toEqual({
      tagName: 'CODE',
      translate: false,
      spellcheck: false,
      dir: 'ltr',
    });
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('#value').isVisible()).toBe(false);
  });

  test('speaks the language of its reader from the start, and keeps the one that was chosen over the sign-in', async () => {
    const { server, link, recipient, another } = visit();
    const arabic = await another({ locale: 'ar-EG' });
    await arabic.goto(`${server.url}/r/${link.id}#${link.key}`);
    await arabic.getByRole('heading', { name: 'سجّل الدخول للمتابعة' }).waitFor();
    expect(await arabic.title()).toBe('سجّل الدخول للمتابعة – رابط لساعة واحدة');
    expect(await arabic.evaluate('[document.documentElement.lang, document.documentElement.dir]')).toEqual([
      'ar',
      'rtl',
    ]);
    await arabic.getByRole('button', { name: 'English' }).click();
    await arabic.getByRole('heading', { name: 'Sign in to continue' }).waitFor();
    expect(await arabic.title()).toBe('Sign in to continue – One-hour link');
    await arabic.getByRole('button', { name: 'Sign in' }).click();
    await arabic.getByRole('link', { name: recipient.displayName }).click();
    await arabic.getByRole('heading', { name: 'A new secret is waiting for you' }).waitFor();
    expect(await arabic.evaluate('document.documentElement.dir')).toBe('ltr');
  });

  test.each(['fr-FR', 'en-US@posix', 'x'])('speaks English to a reader of %j', async (language) => {
    const { page, opened } = visit();
    await page.addInitScript(
      `Object.defineProperty(navigator, 'languages', { value: ${JSON.stringify([language])} })`,
    );
    await opened();
    expect(await page.locator('#end').textContent()).toMatch(/18|11/);
  });

  test('says without JavaScript what to do, and nothing is spent', async () => {
    const { app, server, link, another } = visit();
    const bare = await another({ javaScriptEnabled: false });
    const before = server.requests.length;
    await bare.goto(`${server.url}/r/${link.id}#${link.key}`);
    const said = await bare.locator('main').innerText();
    expect(said).toContain('This page needs JavaScript');
    expect(said).toContain('JavaScript، لأن');
    expect(server.requests.slice(before).filter((each) => !each.startsWith('GET /link-page/'))).toEqual([
      `GET /r/${link.id}`,
    ]);
    expect(app.stores.links.all()[0]?.state).toBe('issued');
  });

  test('says what to do when there are no words to be had', async () => {
    const { server, link, another } = visit();
    server.faults.add({ path: '[.]json$', status: 503 });
    const page = await another();
    await page.goto(`${server.url}/r/${link.id}#${link.key}`, { waitUntil: 'networkidle' });
    expect(await page.locator('main').innerText()).toContain('reload this page. Nothing has been used up.');
    expect(server.requests.filter((request) => request.includes('/api/'))).toEqual([]);
  });

  test('is the same tree for a browser when it is packed', async () => {
    const page = await visit().another();
    // Elements with what they carry, and texts; white space counts where it stands between words.
    const treeOf = (html: string) =>
      page.evaluate(
        `((html) => {
          const tree = (node) => node.nodeType === 1
            ? { is: node.localName, has: [...node.attributes].map((each) => each.name + '=' + each.value),
                holds: [...node.childNodes].map(tree).filter((each) => each !== '') }
            : node.nodeType === 3 ? node.data.replace(/\\s+/g, ' ').trim() : '';
          return tree(new DOMParser().parseFromString(html, 'text/html').documentElement);
        })(${JSON.stringify(html)})`,
      );
    expect(await treeOf(packed('html', source('page.html')))).toEqual(await treeOf(source('page.html')));
  });

  test('does not run code of which a letter was changed on its way', async () => {
    const { server, link, another } = visit();
    const page = await another();
    await page.route('**/page.js', async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ response: answer, body: `${await answer.text()};` });
    });
    await page.goto(`${server.url}/r/${link.id}#${link.key}`, { waitUntil: 'networkidle' });
    expect(await page.locator('main').innerText()).toContain('Nothing has been used up.');
    expect(server.requests.filter((request) => request.includes('/api/'))).toEqual([]);
  });

  test('lets no text become code', async () => {
    const { server, page, link, opened, another } = visit();
    await opened();
    expect(await page.evaluate('document.querySelectorAll("#application *, img").length')).toBe(0);
    const attacked = await another();
    await attacked.goto(`${server.url}/r/${link.id}`);
    const markup = `document.body.innerHTML = '<img src=x onerror=alert(1)>'`;
    await expect(attacked.evaluate(markup)).rejects.toThrow('TrustedHTML');
    await expect(attacked.evaluate(`setTimeout('alert(1)')`)).rejects.toThrow('TrustedScript');
  });
});

inChromium('a machine that reads mail', (visit) => {
  test('that follows, submits and presses everything, without an account, changes nothing', async () => {
    const { app, server, link, another } = visit();
    const before = JSON.stringify(app.stores.links.all());
    const page = await another({ userAgent: 'MailScanner/1.0' });
    page.on('dialog', (dialog) => void dialog.accept());
    // Whatever is there, seen or hidden: pressed, filled in, submitted.
    const everything = `{
      const all = [...document.querySelectorAll('button, a, input, summary')];
      for (const each of all) each.click();
      for (const form of document.forms) {
        for (const field of form.elements) field.value ||= 'x';
        form.requestSubmit();
      }
      all.length;
    }`;
    for (const between of ['#', '%23', '%2523']) {
      await page.goto(`${server.url}/r/${link.id}${between}${link.key}`, { waitUntil: 'networkidle' });
      expect(await page.evaluate(everything)).toBeGreaterThan(20);
      await page.getByLabel('Password').fill('guessed');
      await page.getByRole('button', { name: 'Next' }).click();
      await page.waitForLoadState('networkidle');
    }
    const api = `${server.url}/api/links/${link.id}`;
    for (const verb of ['open', 'reveal', 'acknowledge', 'report'])
      for (const method of ['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE', 'POST'])
        expect((await fetch(`${api}/${verb}`, { method })).status).toBeGreaterThanOrEqual(400);
    app.clock.wait(minutes(1));
    expect(JSON.stringify(app.stores.links.all())).toBe(before);
    expect(app.sessions.all()).toEqual([]);
    expect(server.requests.some((request) => request.startsWith('GET /auth/sign-in'))).toBe(true);
  });
});
