import { describe, expect, test } from '@jest/globals';
import { LANGUAGES, SCRIPTS, source } from '../../lib/pages/link-page-assets.ts';
import { linkPage } from '../../lib/pages/link-page.ts';

type Texts = Readonly<Record<string, string>>;
const textsOf = (tag: string): Texts => JSON.parse(source(`texts/${tag}.json`)) as Texts;
const english = textsOf('en');
const holes = (text: string): readonly string[] => (text.match(/\{\w+\}/g) ?? []).toSorted();

describe('the texts of the link page', () => {
  test.each(LANGUAGES)('%s says everything, with the same values in it', (tag) => {
    const texts = textsOf(tag);
    expect(Object.keys(texts)).toEqual(Object.keys(english));
    for (const [key, text] of Object.entries(texts)) {
      expect([key, text.trim()]).not.toEqual([key, '']);
      expect([key, holes(text)]).toEqual([key, holes(english[key]!)]);
    }
  });

  test('are texts: no markup is in them', () => {
    for (const tag of LANGUAGES) expect(Object.values(textsOf(tag)).join('\n')).not.toMatch(/[<>&]/);
  });

  test('cover all that the document shows', () => {
    const shown = [...linkPage().html.matchAll(/data-t="?([\w.-]+)"?/g)].map(([, key]) => key!);
    expect(shown.length).toBeGreaterThan(50);
    for (const key of shown) expect(Object.keys(english)).toContain(key);
  });

  test('are all used', () => {
    const code = [linkPage().html, ...SCRIPTS.map(source)].join('\n');
    const named = new Set([...code.matchAll(/['"=]([\w.-]+)['"> ]/g)].map(([, name]) => name));
    // Of some only the first part is in the code, and the rest comes from the service or from the state.
    const families = new Set([...code.matchAll(/`([a-z]+)\.\$\{/g)].map(([, family]) => family));
    const unused = Object.keys(english).filter((key) => {
      const [first = '', rest = ''] = key.split('.');
      return !named.has(key) && !families.has(first) && !(/^[hpnwl]$/.test(rest) && named.has(first));
    });
    expect(unused).toEqual(['language', 'noscript']); // those that the document is made with
  });
});
