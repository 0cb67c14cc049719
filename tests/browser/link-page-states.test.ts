import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { outOfReach } from '../support/by-keyboard.ts';
import { heard } from '../support/heard.ts';
import { inChromium, type Visit } from '../support/link-page-browser.ts';
import { STATES } from '../support/link-page-states.ts';

const IMAGES = new URL('../../docs/images/link-page/', import.meta.url);
const document = readFileSync(new URL('../../docs/link-page.md', import.meta.url), 'utf8');

/** Renewed on purpose (`PICTURES=write`), since fonts differ from machine to machine; and made where there is none yet. */
const picture = async ({ page }: Visit, name: string): Promise<void> => {
  const path = new URL(`${name}.png`, IMAGES).pathname;
  const size = page.viewportSize()!;
  // In a window as high as the page, what stays at the lower edge is below all else, and not across it.
  const height = Number(await page.evaluate('document.documentElement.scrollHeight'));
  await page.setViewportSize({ ...size, height });
  const bytes = await page.screenshot({ fullPage: true, animations: 'disabled', caret: 'hide' });
  expect(bytes.length).toBeGreaterThan(5_000);
  if (process.env['PICTURES'] === 'write' || !existsSync(path)) writeFileSync(path, bytes);
  await page.setViewportSize(size);
};

/** What is wider than the page, or smaller than a finger needs. Empty when all fits. */
const misfits = (page: Visit['page']): Promise<unknown> =>
  page.evaluate(`[
    ...(document.documentElement.scrollWidth > innerWidth ? ['wider than ' + innerWidth] : []),
    ...[...document.querySelectorAll('button, input, summary, a[href]')]
      .map((each) => [each.closest('label') ?? each, each.getBoundingClientRect()])
      .filter(([each, { width, height }]) => width > 0 && (each.tagName !== 'A' && (width < 24 || height < 24)))
      .map(([each]) => 'small: ' + each.outerHTML),
  ]`);

inChromium(
  'everything that the link page can show',
  (visit) => {
    test.each(STATES)('$name: $title', async ({ name, title, reach }) => {
      const current = visit();
      const { page, heading, violations } = current;
      await reach(current);
      await heading(title);
      // The heading is where a screen reader goes on, and what the tab is called; a faulty field comes before it.
      expect(await page.title()).toBe(`${title} – One-hour link`);
      expect(
        await page.evaluate('document.activeElement.matches("h2, [aria-invalid=true], button, summary")'),
      ).toBe(true);
      expect(await page.locator('h1').count()).toBe(1);
      await picture(current, name);
      const found: unknown[] = [await violations(), await misfits(page)];
      const tree = await heard(page);
      for (const line of ['banner', 'main', 'contentinfo', 'heading One-hour link [level 1]'])
        expect(tree.filter((each) => each === line)).toEqual([line]);
      expect(tree.filter((line) => /^status\b.*live polite/.test(line))).toHaveLength(1);
      expect(tree.filter((line) => line.startsWith(`heading ${title} [level 2`))).toHaveLength(1);
      expect(
        tree.filter((line) =>
          /^(?:button|link|textbox|radio|checkbox|DisclosureTriangle)(?: \[|$)/.test(line),
        ),
      ).toEqual([]);
      expect(await outOfReach(page)).toEqual([]);

      await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
      await page.setViewportSize({ width: 320, height: 640 });
      found.push(await violations(), await misfits(page));
      if (['opened', 'shown'].includes(name)) await picture(current, `${name}-dark-320`);

      await page.getByRole('button', { name: 'العربية' }).click();
      await page.locator('html[dir=rtl]').waitFor();
      found.push(await violations(), await misfits(page));
      await page.emulateMedia({ colorScheme: 'light', forcedColors: 'active' });
      found.push(await violations());
      await page.emulateMedia({ forcedColors: 'none' });
      await page.setViewportSize({ width: 640, height: 480 });
      // No English is left but what stays as it is in every language.
      const left = await page.evaluate(
        `[...document.querySelectorAll('main [data-t], footer [data-t], main h2, main p')]
        .filter((each) => each.checkVisibility() && each.children.length === 0 && each.textContent !== '')
        .map((each) => each.textContent).filter((text) => !/[\\u0600-\\u06ff]/.test(text))`,
      );
      found.push(await violations(), left);
      if (['opened', 'shown'].includes(name)) await picture(current, `${name}-rtl`);
      expect(found).toEqual([[], [], [], [], [], [], [], [], []]);
    });

    test('has a picture of each, and the document shows them all', () => {
      const names = [...STATES.map(({ name }) => name)].flatMap((name) =>
        ['opened', 'shown'].includes(name) ? [name, `${name}-dark-320`, `${name}-rtl`] : [name],
      );
      const files = readdirSync(IMAGES).filter((file) => file.endsWith('.png'));
      expect(files.toSorted()).toEqual(names.map((name) => `${name}.png`).toSorted());
      for (const file of files) expect(document).toContain(`](images/link-page/${file})`);
    });
  },
  { application: 'Payroll interface' },
);
