import { expect, test } from '@jest/globals';
import { heard } from '../support/heard.ts';
import { inChromium } from '../support/link-page-browser.ts';

const ABOVE = [
  'banner',
  'button English',
  'button العربية',
  'main',
  'heading One-hour link [level 1]',
  'status [live polite]',
];
const BELOW = ['contentinfo', 'link identity@northwind.example', 'button Sign out'];

inChromium('what a screen reader says of the page behind a one-hour link', (visit) => {
  test('is what is waiting, and what can be done', async () => {
    const { page, opened } = visit();
    await opened();
    expect(await heard(page)).toEqual([
      ...ABOVE,
      'heading A new secret is waiting for you [level 2, focused]',
      'button Hide the countdown',
      'button Reveal my secret',
      'button Something is wrong',
      ...BELOW,
    ]);
  });

  test('is the secret only when it is shown, and what became of each press', async () => {
    const { page, secret, revealed, press } = visit();
    await revealed();
    expect(await heard(page)).toEqual([
      ...ABOVE,
      'heading Your new secret [level 2, focused]',
      'button Copy',
      'button Show',
      'checkbox Keep it visible (otherwise it is hidden after 60 seconds)',
      'heading Store it in one of these [level 3]',
      'group',
      'DisclosureTriangle Azure Key Vault · Bash',
      'group',
      'DisclosureTriangle Azure Key Vault · PowerShell',
      'group',
      'DisclosureTriangle AWS Secrets Manager · Bash',
      'group',
      'DisclosureTriangle GitHub',
      'group',
      'DisclosureTriangle Azure DevOps',
      'heading Leave no trace [level 3]',
      'button I have stored it',
      'button Something is wrong',
      ...BELOW,
    ]);
    const everything = () => page.locator('main').ariaSnapshot();
    expect(await everything()).not.toContain(secret);
    await press('Show');
    expect(await everything()).toContain(secret);
    await press('Copy');
    await page.getByText('Copied.').waitFor();
    expect(await page.getByRole('status').ariaSnapshot()).toContain(
      `Copied. Characters on your clipboard: ${secret.length}.`,
    );
    expect(await heard(page)).toContain('button Copy [focused]');
  });

  test('is what is wrong with a code, at its field', async () => {
    const { page, follow, signIn, paste, heading } = visit();
    await follow('', '');
    await signIn();
    await heading('Paste the code from the mail');
    expect(await heard(page)).toContain('textbox Code, or the whole link');
    await paste('not a code');
    const problem =
      'This is not a code: one has 43 letters, digits, hyphens and underscores. Copy it again from the mail.';
    expect(await heard(page)).toContain(`textbox Code, or the whole link [invalid, focused, ${problem}]`);
  });

  test('is each report with what follows from it, and that one has to be chosen', async () => {
    const { page, opened, press } = visit();
    await opened();
    await press('Something is wrong');
    await press('Send the report');
    expect((await heard(page)).filter((each) => /^(?:group|radio)/.test(each))).toEqual([
      'group Choose one [Choose what is wrong.]',
      'radio Exposed: someone else may have seen the secret, the mail or my screen The link ends, and the new secret is removed: at once, or by the team if your application has no other one left. [invalid, focused]',
      'radio Lost: I could not store the secret The secret is replaced by another one, with a new link.',
      'radio Wrong: application, environment or kind are not what I asked for The team gets a task. The secret stays until it is decided.',
      'radio Unsure: something looks odd The team looks at it and answers you.',
    ]);
  });
});
