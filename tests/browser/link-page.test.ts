import { expect, test } from '@jest/globals';
import { inChromium } from '../support/link-page-browser.ts';
import { APPLICATION } from '../support/link-page-server.ts';

inChromium('the page behind a one-hour link', (visit) => {
  test('leads from the mail to a stored secret: sign in, check, reveal, copy, confirm', async () => {
    const { server, app, context, page, link, secret, follow, signIn, heading, press, value, told } = visit();
    await follow();
    await heading('Sign in to continue');
    expect(await page.locator('main').innerText()).not.toContain('Payroll');
    await signIn();
    await heading('A new secret is waiting for you');
    expect(await page.locator('#application').textContent()).toBe(APPLICATION);
    expect(await page.locator('#environment').textContent()).toBe('LIVE');
    expect(await page.locator('#ticket').textContent()).toMatch(/\S/);
    expect(server.requests.filter((request) => request.startsWith('POST'))).toEqual([
      `POST /api/links/${link.id}/open`,
    ]);
    expect(app.stores.links.all()[0]?.state).toBe('issued');

    await press('Reveal my secret');
    await heading('Your new secret');
    expect(await page.content()).not.toContain(secret);
    expect(await value()).toMatch(/^•{24}$/);
    expect(await page.locator('#count').textContent()).toBe(String(secret.length));
    await press('Show');
    expect(await value()).toBe(secret);
    await press('Hide');
    expect(await value()).toMatch(/^•{24}$/);

    const place = () => page.getByRole('button', { name: 'Hide', exact: true }).boundingBox();
    await press('Show');
    const before = await place();
    await press('Copy');
    await page.getByText(`Characters on your clipboard: ${secret.length}.`).waitFor();
    // Nothing has moved under the pointer.
    expect(await place()).toEqual(before);
    // The page itself may not read the clipboard; one without its policy may.
    const other = await context.newPage();
    await other.goto(`${server.url}/elsewhere`);
    expect(await other.evaluate('navigator.clipboard.readText()')).toBe(secret);
    await other.close();

    await press('I have stored it');
    await heading('Done. The secret is stored');
    expect(await page.content()).not.toContain(secret);
    expect(await told()).toBe('');
    expect(app.stores.links.all()[0]?.state).toBe('acknowledged');
    expect(server.requests.filter((request) => request.startsWith('POST'))).toEqual(
      ['open', 'reveal', 'acknowledge'].map((verb) => `POST /api/links/${link.id}/${verb}`),
    );
  });

  test('tells its recipient the truth about a used link: on reload, and in a second browser', async () => {
    const { server, page, link, recipient, revealed, press, heading, follow, another } = visit();
    await revealed();
    await press('I have stored it');
    await heading('Done. The secret is stored');
    await follow();
    await heading('This link has been used');
    expect(await page.locator('#stop-p').textContent()).toMatch(
      /^Your account revealed the secret, and confirmed on 18 November at 13:00 CET \(12:00 UTC\) that it is stored\.$/,
    );
    const second = await another();
    await second.goto(`${server.url}/r/${link.id}#${link.key}`);
    await second.getByRole('button', { name: 'Sign in' }).click();
    await second.getByRole('link', { name: recipient.displayName }).click();
    await second.getByRole('heading', { name: 'This link has been used' }).waitFor();
    expect(await second.getByRole('button', { name: 'This was not me' }).count()).toBe(1);
  });

  test('keeps the key out of address and history, and in the tab only for the sign-in', async () => {
    const { server, page, link, follow, press, recipient, heading } = visit();
    const kept = () => page.evaluate('[document.cookie, { ...localStorage }, { ...sessionStorage }]');
    await follow();
    await heading('Sign in to continue');
    expect(page.url()).toBe(`${server.url}/r/${link.id}`);
    expect(await kept()).toEqual(['', {}, {}]);
    await press('Sign in');
    await page.getByRole('link', { name: recipient.displayName }).click();
    await heading('A new secret is waiting for you');
    expect(page.url()).toBe(`${server.url}/r/${link.id}`);
    expect(await kept()).toEqual(['', {}, {}]);
    const visited = server.requests.join('\n');
    expect(visited).not.toContain(link.key);
  });

  test.each(['#', '%23', '%2523', '/#', '/%23', '?safe=1#'])(
    'works with %s between the parts of the link',
    async (between) => {
      const { server, page, link, follow, signIn, heading } = visit();
      await follow(between);
      await signIn();
      await heading('A new secret is waiting for you');
      expect(page.url()).toBe(`${server.url}/r/${link.id}`);
    },
  );

  test.each([
    ['the code', (_: string, key: string) => key],
    ['the code in two lines', (_: string, key: string) => ` ${key.slice(0, 20)}\n${key.slice(20)} `],
    ['the whole link', (id: string, key: string) => `https://links.example/r/${id}#${key}`],
    [
      'the link as a mail gateway wrapped it',
      (id: string, key: string) =>
        `https://safe.example/?url=https%3A%2F%2Flinks.example%2Fr%2F${id}%23${key}&data=5`,
    ],
  ])('asks for what a link lost on its way, and takes %s', async (_, pasted) => {
    const { link, secret, follow, signIn, heading, paste, press, value } = visit();
    await follow('', '');
    await signIn();
    await heading('Paste the code from the mail');
    await paste(pasted(link.id, link.key));
    await heading('A new secret is waiting for you');
    await press('Reveal my secret');
    await press('Show');
    expect(await value()).toBe(secret);
  });

  test('asks for the whole link when not even its id has come through', async () => {
    const { server, page, link, paste, signIn, heading } = visit();
    await page.goto(`${server.url}/r/`);
    await page.getByText('Copy the whole link from the mail').waitFor();
    await paste(link.key);
    await page.getByText('Paste the whole link from the mail.').waitFor();
    await paste(`${server.url}/r/${link.id}#${link.key}`);
    await signIn();
    await heading('A new secret is waiting for you');
  });

  test('takes a link that is followed while the page is open already', async () => {
    const { follow, signIn, heading } = visit();
    await follow('', '');
    await signIn();
    await heading('Paste the code from the mail');
    await follow();
    await heading('A new secret is waiting for you');
  });

  test('hides the secret again after a minute, unless it shall not', async () => {
    const { page, secret, revealed, press, value, told } = visit();
    await page.clock.install();
    await revealed();
    await press('Show');
    await page.clock.fastForward(59_000);
    expect(await value()).toBe(secret);
    await page.clock.fastForward(1_000);
    expect(await value()).toMatch(/^•{24}$/);
    expect(await told()).toBe('The secret is hidden again.');
    await page.getByRole('checkbox').check();
    await press('Show');
    expect(await told()).toBe('');
    await page.clock.fastForward(600_000);
    expect(await value()).toBe(secret);
  });

  test('says that it copied only when it did, and selects the secret when it may not', async () => {
    const { page, secret, revealed, press, told } = visit();
    await revealed();
    await page.evaluate('navigator.clipboard.writeText = () => Promise.reject(new Error("not allowed"))');
    await press('Copy');
    await page.getByText('does not let the page copy').waitFor();
    expect(await told()).not.toContain('Copied');
    expect(await page.evaluate('getSelection().toString()')).toBe(secret);
  });

  test('empties the clipboard, and claims no more than that', async () => {
    const { server, context, page, revealed, press } = visit();
    await revealed();
    await press('Copy');
    await press('Empty the clipboard');
    await page.getByText('A clipboard history may still hold the secret').waitFor();
    const other = await context.newPage();
    await other.goto(`${server.url}/elsewhere`);
    expect(await other.evaluate('navigator.clipboard.readText()')).toBe('');
  });

  test('offers a command for each vault, and copies it', async () => {
    const { server, context, page, revealed } = visit();
    await revealed();
    await page.getByText('Azure Key Vault · Bash').click();
    await page.getByRole('button', { name: 'Copy the command' }).click();
    await page.getByText('The command is copied.').waitFor();
    // Seen where the reader is, though the page is long.
    const { y = 0, height = 0 } = (await page.getByRole('status').boundingBox()) ?? {};
    expect([y > 0, y + height <= 480]).toEqual([true, true]);
    const other = await context.newPage();
    await other.goto(`${server.url}/elsewhere`);
    expect(await other.evaluate('navigator.clipboard.readText()')).toMatch(/^read -rs S && .*unset S$/);
  });

  test('warns before a secret that is not stored is left, and wipes it', async () => {
    const { server, page, secret, revealed, press } = visit();
    await revealed();
    await press('Show');
    const asked = page.waitForEvent('dialog');
    const leaving = page.close({ runBeforeUnload: true });
    const dialog = await asked;
    expect(dialog.type()).toBe('beforeunload');
    await dialog.dismiss();
    await leaving;
    page.once('dialog', (second) => void second.accept());
    await page.goto(`${server.url}/elsewhere`);
    await page.goBack();
    await page.getByRole('heading', { level: 2 }).waitFor();
    expect(await page.content()).not.toContain(secret);
  });

  test('asks before signing out takes a secret away that is not stored', async () => {
    const { app, page, secret, revealed, press, value, heading } = visit();
    await revealed();
    page.once('dialog', (dialog) => void dialog.dismiss());
    await press('Sign out');
    await press('Show');
    expect(await value()).toBe(secret);
    page.once('dialog', (dialog) => void dialog.accept());
    await press('Sign out');
    await heading('Sign in to continue');
    expect(await page.content()).not.toContain(secret);
    expect(app.sessions.all()).toEqual([]);
  });

  test('says so when the signing out did not go through', async () => {
    const { app, server, opened, press, heading } = visit();
    await opened();
    server.faults.add({ path: '/auth/sign-out', status: 503 });
    await press('Sign out');
    await heading('This is not possible just now');
    server.faults.clear();
    await press('Try again');
    await heading('Sign in to continue');
    expect(app.sessions.all()).toEqual([]);
  });

  test('signs out, and asks to sign in again', async () => {
    const { app, opened, press, heading } = visit();
    await opened();
    await press('Sign out');
    await heading('Sign in to continue');
    expect(app.sessions.all()).toEqual([]);
  });
});
