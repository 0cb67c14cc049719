import { expect, test } from '@jest/globals';
import { inChromium, type Visit } from '../support/link-page-browser.ts';

/** The newest code in the mail, as the mail has it. */
const codeIn = ({ app, recipient }: Visit): string =>
  app.mailer
    .inbox(recipient.mail)
    .map(({ text }) => /^ {2}([2-9A-Z]{4}-[2-9A-Z]{4})$/m.exec(text)?.[1])
    .findLast((code) => code !== undefined) ?? '(none)';

const type = async ({ page, press }: Visit, code: string): Promise<void> => {
  await page.getByRole('textbox', { name: 'Code of 8 letters and digits', exact: true }).fill(code);
  await press('Continue');
};

inChromium(
  'the page for a recipient without an account',
  (visit) => {
    test('mails a code, takes it, and shows the secret', async () => {
      const { app, follow, press, heading, value, secret, page } = visit();
      await follow();
      await heading('Sign in to continue');
      await press('No account? Get a code by mail');
      await heading('Type the code from the second mail');
      await app.settle();
      await type(visit(), 'AAAA-AAAA');
      await page.getByText('This code does not fit, or its time is over.').waitFor();
      await type(visit(), codeIn(visit()).toLowerCase());
      await heading('A new secret is waiting for you');
      await press('Reveal my secret');
      await heading('Your new secret');
      await press('Show');
      expect(await value()).toBe(secret);
      await press('I have stored it');
      await heading('Done. The secret is stored');
    });

    test('takes the code in the browser alone that asked for it', async () => {
      const { app, follow, press, heading, another, server, link } = visit();
      await follow();
      await press('No account? Get a code by mail');
      await heading('Type the code from the second mail');
      await app.settle();
      const other = await another();
      await other.goto(`${server.url}/r/${link.id}#${link.key}`);
      await other.getByRole('button', { name: 'No account? Get a code by mail' }).click();
      await other.getByRole('heading', { name: 'Type the code from the second mail' }).waitFor();
      const first = codeIn(visit());
      await other.getByRole('textbox').fill(first);
      await other.getByRole('button', { name: 'Continue' }).click();
      await other.getByText('This code does not fit, or its time is over.').waitFor();
    });
  },
  { mailCodeDomains: ['northwind.example'] },
);

inChromium('the page where nobody gets codes', (visit) => {
  test('offers none', async () => {
    const { follow, heading, page } = visit();
    await follow();
    await heading('Sign in to continue');
    expect(await page.getByRole('button', { name: 'No account? Get a code by mail' }).isVisible()).toBe(
      false,
    );
  });
});
