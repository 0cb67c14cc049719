import { existsSync, mkdirSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { theRenewal } from '../support/certificate-story.ts';
import { inChromium, type Visit } from '../support/link-page-browser.ts';

const IMAGES = new URL('../../docs/images/hand-in/', import.meta.url);

/** Renewed on purpose (`PICTURES=write`), and made where there is none yet. */
const picture = async ({ page }: Visit, name: string): Promise<void> => {
  mkdirSync(IMAGES, { recursive: true });
  const path = new URL(`${name}.png`, IMAGES).pathname;
  if (process.env['PICTURES'] !== 'write' && existsSync(path)) return;
  await page.screenshot({ path, fullPage: true, animations: 'disabled', caret: 'hide' });
};

const fileOf = (name: string, text: string) => ({
  name,
  mimeType: 'application/octet-stream',
  buffer: Buffer.from(text),
});

inChromium('the page by which a certificate is handed in', (visit) => {
  /** A new world whose owner follows the mail and signs in. */
  const asking = async () => {
    const current = visit();
    const story = await current.server.beginAsking();
    await current.page.goto(`${current.server.url}/r/${story.link.id}#${story.link.key}`);
    await current.signIn(story.recipient.displayName);
    await current.heading('Hand in your new certificate');
    return { ...current, ...story };
  };
  const problem = ({ page }: Visit) => page.locator('#file-problem').textContent();

  test('takes a good one, and says so; nothing speaks against it for anyone', async () => {
    const story = await asking();
    const { app, page, press, heading, pair, violations } = story;
    expect(await page.locator('#application').textContent()).toBe('billing-api');
    expect(await violations()).toEqual([]);
    await picture(story, 'asked');
    await page.locator('#file').setInputFiles(fileOf('billing.cer', pair.cert));
    await press('Hand it in');
    await heading('Thank you. Your certificate is good');
    expect(await page.evaluate('document.activeElement.id')).toBe('stop-h');
    expect(await violations()).toEqual([]);
    await picture(story, 'handed-in');
    await app.tick('publish-outbox');
    await app.settle();
    expect(theRenewal(app).state).toBe('redeemed');
  });

  test('says why a file will not do, at the field, and takes the next one', async () => {
    const story = await asking();
    const { page, press, heading, pair, violations } = story;
    await press('Hand it in');
    expect(await problem(story)).toBe('Choose a file first.');
    await page.locator('#file').setInputFiles(fileOf('letter.cer', 'Please find it attached.'));
    await press('Hand it in');
    await page.getByText('The file is not a certificate.').waitFor();
    expect(await page.evaluate('document.activeElement.matches("#file[aria-invalid=true]")')).toBe(true);
    expect(await violations()).toEqual([]);
    await picture(story, 'refused');
    await page.locator('#file').setInputFiles(fileOf('billing.pem', pair.cert));
    await press('Hand it in');
    await heading('Thank you. Your certificate is good');
  });

  test('sends no file that plainly holds a private key', async () => {
    const story = await asking();
    const { page, press, pair, server } = story;
    const before = server.requests.length;
    for (const file of [fileOf('billing.pem', pair.cert + pair.key), fileOf('billing.pfx', 'x')]) {
      await page.locator('#file').setInputFiles(file);
      await press('Hand it in');
      await page.getByText('It was not sent.').waitFor();
    }
    expect(server.requests).toHaveLength(before);
  });

  test('can be gone by keyboard alone', async () => {
    const { page, heading, pair } = await asking();
    const focused = () => page.evaluate('document.activeElement.id || document.activeElement.textContent');
    expect(await focused()).toBe('hand-h');
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('file');
    await page.locator('#file').setInputFiles(fileOf('billing.cer', pair.cert));
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('Hand it in');
    await page.keyboard.press('Enter');
    await heading('Thank you. Your certificate is good');
  });

  test('fits on a narrow screen, and speaks Arabic from right to left', async () => {
    const { page, violations } = await asking();
    await page.setViewportSize({ width: 320, height: 640 });
    await page.getByRole('button', { name: 'العربية' }).click();
    await page.getByRole('heading', { name: 'سلّم شهادتك الجديدة' }).waitFor();
    expect(await page.evaluate('document.documentElement.dir')).toBe('rtl');
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    expect(await violations()).toEqual([]);
  });

  test('keeps nothing of a service that does not answer, and can be asked again', async () => {
    const { page, press, heading, pair, server } = await asking();
    server.faults.add({ path: '/certificate$', status: 503, body: { retryAfterSeconds: 5 }, times: 1 });
    await page.locator('#file').setInputFiles(fileOf('billing.cer', pair.cert));
    await press('Hand it in');
    await heading('This is not possible just now');
    await press('Try again');
    await heading('Thank you. Your certificate is good');
  });
});
