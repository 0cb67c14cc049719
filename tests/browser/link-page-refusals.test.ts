import { expect, test } from '@jest/globals';
import { minutes } from '../../lib/domain/time.ts';
import { inChromium, type Visit } from '../support/link-page-browser.ts';
import { linkIn, rounds } from '../support/story.ts';

const READY = 'A new secret is waiting for you';
const theLink = ({ app }: Visit) => app.stores.links.all()[0];

inChromium('the page behind a one-hour link that does not open', (visit) => {
  test('says the same to a stranger as of a link that never was, and the recipient still has it', async () => {
    const current = visit();
    const { server, page, link, stranger, recipient, follow, signIn, heading } = current;
    const before = theLink(current);
    await follow();
    await signIn(stranger.displayName);
    await heading('This link does not open for you');
    const told = await page.locator('main').innerText();
    await page.goto(`${server.url}/r/${'A'.repeat(22)}#${link.key}`);
    await heading('This link does not open for you');
    expect(await page.locator('main').innerText()).toBe(told);
    expect(told).not.toMatch(/payroll/i);
    expect(theLink(current)).toEqual(before);

    await follow();
    await page.getByRole('button', { name: 'Use another account' }).click();
    await page.getByRole('link', { name: recipient.displayName }).click();
    await heading(READY);
  });

  test('tells a code that is none at its field, and sends nothing', async () => {
    const { server, page, link, follow, signIn, paste } = visit();
    await follow('', '');
    await signIn();
    await page.getByRole('textbox').waitFor();
    const before = server.requests.length;
    await paste(link.key.slice(1));
    await page.getByText('one has 43 letters').waitFor();
    expect(await page.evaluate('document.activeElement.id')).toBe('code');
    expect(await page.getByRole('textbox').getAttribute('aria-invalid')).toBe('true');
    expect(server.requests.length).toBe(before);
  });

  test('takes the right code after a wrong one', async () => {
    const { link, follow, signIn, heading, press, paste } = visit();
    await follow('#', 'A'.repeat(43));
    await signIn();
    await heading('This code does not fit');
    await press('Paste the code again');
    await paste(link.key);
    await heading(READY);
  });

  test('lets whoever guessed too often wait, and then goes on', async () => {
    const { app, page, follow, signIn, heading, press, paste, link } = visit();
    await follow('#', 'A'.repeat(43));
    await signIn();
    for (const wrong of 'BCDEF') {
      await heading('This code does not fit');
      await press('Paste the code again');
      await paste(wrong.repeat(43));
    }
    await heading('Too many attempts');
    expect(await page.locator('#stop-n').textContent()).toMatch(/^Try again in \d+ minutes\.$/);
    app.clock.wait(minutes(10));
    await press('Try again');
    await heading('This code does not fit');
    await press('Paste the code again');
    await paste(link.key);
    await heading(READY);
  });

  test('says that the hour is over by its own count, between looking and pressing', async () => {
    const { page, opened, heading } = visit();
    await page.clock.install();
    await opened();
    await page.clock.fastForward(59 * 60_000);
    expect(await page.locator('#left').textContent()).toBe('less than a minute');
    await page.clock.fastForward(61_000);
    await heading('This link has expired');
    expect(await page.locator('#stop-p').textContent()).toMatch(/ended on .*Nobody used it/);
  });

  test('believes the service when the press comes a moment too late', async () => {
    const { app, opened, press, heading, signIn } = visit();
    await opened();
    app.clock.wait(minutes(60));
    await press('Reveal my secret');
    await heading('Sign in to continue');
    await signIn();
    await heading('This link has expired');
  });

  test('that is over brings a new one at one press', async () => {
    const { app, recipient, link, follow, signIn, heading, press } = visit();
    app.clock.wait(minutes(60));
    await follow();
    await signIn();
    await heading('This link has expired');
    await press('Send me a new link');
    await heading('Thank you, this is reported');
    await rounds(app, 2);
    expect(linkIn(app, recipient).id).not.toBe(link.id);
  });

  test('asks to sign in again when the session has ended, and loses nothing', async () => {
    const { app, page, secret, opened, press, heading, signIn, value } = visit();
    await opened();
    app.clock.wait(minutes(15));
    await press('Reveal my secret');
    await heading('Sign in to continue');
    await page.getByText('Your sign-in has ended. Nothing was lost').waitFor();
    await signIn();
    await heading(READY);
    await press('Reveal my secret');
    await press('Show');
    expect(await value()).toBe(secret);
  });

  test.each([
    ['denied', 'The sign-in was cancelled.'],
    ['refused', 'is not accepted here'],
    ['unavailable', 'did not answer'],
    ['stale', 'took too long'],
    ['nobody-knows', 'Your sign-in has ended.'],
  ])('says why a sign-in came to nothing: %s', async (why, words) => {
    const { server, page, link } = visit();
    await page.goto(`${server.url}/r/${link.id}?sign-in=${why}#${link.key}`);
    await page.getByText(words).waitFor();
    expect(page.url()).toBe(`${server.url}/r/${link.id}`);
  });

  test('is there, too, when the sign-in itself leads no further, and still has the link', async () => {
    const { app, page, server, link, follow, press, signIn, heading } = visit();
    await follow();
    app.signIn.answer({ code: 'UNAVAILABLE', detail: 'away' });
    await press('Sign in');
    await page.getByText('The sign-in service did not answer.').waitFor();
    expect(page.url()).toBe(`${server.url}/r/${link.id}`);
    app.signIn.back();
    await signIn();
    await heading(READY);
  });

  test.each([
    ['an outage', { status: 503, body: { retryAfterSeconds: 5 } }],
    ['a gateway in the way', { status: 502, body: '<html>' }],
    ['a lost connection', { drop: 'before' as const }],
  ])('says of %s that nothing is used up, and tries again', async (_, fault) => {
    const { server, page, follow, signIn, heading, press } = visit();
    await follow();
    server.faults.add({ path: '/open$', ...fault });
    await signIn();
    await heading('This is not possible just now');
    expect(await page.locator('#stop-p').textContent()).toContain('has used up nothing');
    server.faults.clear();
    await press('Try again');
    await heading(READY);
  });

  test('asks again for an answer that was lost, with the same nonce, and has the secret', async () => {
    const current = visit();
    const { app, server, page, secret, opened, press, heading, value } = current;
    const asked: unknown[] = [];
    page.on('request', (request) => {
      if (request.url().endsWith('/reveal')) asked.push(request.postDataJSON());
    });
    await opened();
    // Every one, since a browser itself asks once more when an old connection breaks.
    server.faults.add({ path: '/reveal$', drop: 'after' });
    await press('Reveal my secret');
    await heading('The answer did not arrive');
    expect(theLink(current)?.state).toBe('claimed');
    app.clock.wait(minutes(1));
    server.faults.clear();
    await press('Try again');
    await press('Show');
    expect(await value()).toBe(secret);
    expect(asked.length).toBeGreaterThan(1);
    expect(new Set(asked.map((body) => JSON.stringify(body))).size).toBe(1);
  });

  test('burns nothing while the vault is away', async () => {
    const current = visit();
    const { app, secret, opened, press, heading, value } = current;
    await opened();
    app.shares.goAway();
    await press('Reveal my secret');
    await heading('The answer did not arrive');
    expect(theLink(current)?.state).toBe('issued');
    app.shares.comeBack();
    await press('Try again');
    await press('Show');
    expect(await value()).toBe(secret);
  });

  test('keeps a secret whose confirmation could not be noted', async () => {
    const { server, page, secret, revealed, press, heading, value } = visit();
    await revealed();
    server.faults.add({ path: '/acknowledge$', status: 503 });
    await press('I have stored it');
    await page.getByText('This could not be noted just now.').waitFor();
    await press('Show');
    expect(await value()).toBe(secret);
    server.faults.clear();
    await press('I have stored it');
    await heading('Done. The secret is stored');
  });

  test('is harmless to press twice', async () => {
    const { server, page, opened, heading } = visit();
    await opened();
    await page.getByRole('button', { name: 'Reveal my secret' }).dblclick();
    await heading('Your new secret');
    expect(server.requests.filter((request) => request.endsWith('/reveal'))).toHaveLength(1);
  });
});
