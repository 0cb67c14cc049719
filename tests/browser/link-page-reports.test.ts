import { expect, test } from '@jest/globals';
import { minutes } from '../../lib/domain/time.ts';
import { inChromium, type Visit } from '../support/link-page-browser.ts';
import { rounds } from '../support/story.ts';

const READY = 'A new secret is waiting for you';
const theLink = ({ app }: Visit) => app.stores.links.all()[0];
const report = async ({ press, page }: Visit, kind: string): Promise<void> => {
  await press('Something is wrong');
  await page.locator(`input[value=${kind}]`).check();
  await press('Send the report');
};

inChromium('a recipient who reports', (visit) => {
  test.each([
    ['exposed', 'Thank you, this is reported', 'The link opens for nobody any more.'],
    ['lost', 'Thank you, this is reported', 'another secret is made'],
    ['misconfigured', 'Thank you, this is noted', 'The team has got a task'],
    ['unsure', 'Thank you, this is noted', 'looks at it'],
  ])('%s hears what follows, and the team hears of it', async (kind, title, words) => {
    const current = visit();
    const { app, page, opened, heading } = current;
    await opened();
    await report(current, kind);
    await heading(title);
    expect(await page.locator('#stop-p').textContent()).toContain(words);
    expect(await page.locator('footer').innerText()).toContain('identity@northwind.example');
    expect(theLink(current)?.reports.map((each) => each.kind)).toEqual([kind]);
    await rounds(app, 1);
    expect(app.events('renewal.link-reported')).toHaveLength(1);
  });

  test('something that ends nothing goes back to the secret', async () => {
    const current = visit();
    const { secret, revealed, press, heading, value } = current;
    await revealed();
    await report(current, 'unsure');
    await heading('Thank you, this is noted');
    await press('Something is wrong');
    await press('Back');
    await heading('Your new secret');
    await press('Show');
    expect(await value()).toBe(secret);
  });

  test('nothing in particular is asked to choose', async () => {
    const { page, opened, press } = visit();
    await opened();
    await press('Something is wrong');
    await press('Send the report');
    await page.getByText('Choose what is wrong.').waitFor();
    expect(await page.evaluate('document.activeElement.name')).toBe('kind');
  });

  test('that it was someone else has the new secret taken away by one press', async () => {
    const { app, page, secret, link, revealed, follow, press, heading } = visit();
    await revealed();
    await press('I have stored it');
    await heading('Done. The secret is stored');
    await follow();
    await press('This was not me');
    await heading('Thank you, this is reported');
    expect(await page.locator('#stop-p').textContent()).toContain('Change your password');
    await rounds(app, 1);
    const { nativeId } = app.stores.renewals.all()[0]!.of;
    expect(app.directory.signsIn(nativeId, secret)).toBe(false);
    expect(app.stores.links.all().find(({ id }) => id === link.id)?.state).toBe('reported');
  });

  test('and is not heard keeps a secret that is not stored yet', async () => {
    const current = visit();
    const { server, page, secret, revealed, press, value } = current;
    await revealed();
    server.faults.add({ path: '/report$', drop: 'before' });
    await report(current, 'exposed');
    await page.getByText('This could not be sent just now.').waitFor();
    await press('Back');
    await press('Show');
    expect(await value()).toBe(secret);
  });

  test('without a session any more keeps a secret that is not stored yet', async () => {
    const current = visit();
    const { app, page, secret, revealed, press, value } = current;
    await revealed();
    app.clock.wait(minutes(16));
    await report(current, 'unsure');
    await page.getByText('Go back and store the secret first.').waitFor();
    await press('Back');
    await press('Show');
    expect(await value()).toBe(secret);
  });
});

inChromium(
  'a link whose reveal takes a fresh sign-in',
  (visit) => {
    test('asks for it before anything is spent, and goes on', async () => {
      const current = visit();
      const { page, secret, recipient, opened, press, heading, value } = current;
      await opened();
      await press('Reveal my secret');
      await heading('Confirm that it is you');
      expect(theLink(current)?.state).toBe('issued');
      await press('Sign in again');
      await page.getByRole('link', { name: recipient.displayName }).click();
      await heading(READY);
      await press('Reveal my secret');
      await press('Show');
      expect(await value()).toBe(secret);
    });
  },
  { reauthentication: 'every-time' },
);
