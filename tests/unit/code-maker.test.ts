import { describe, expect, test } from '@jest/globals';
import { codeMaker } from '../../lib/adapters/sealing/code-maker.ts';

describe('a code that is mailed', () => {
  test('has eight letters and digits that nobody takes for one another, and is another each time', async () => {
    const made = await Promise.all(Array.from({ length: 20 }, () => codeMaker.make()));
    for (const { code } of made) expect(code).toMatch(/^[2-9A-HJ-NP-Z]{8}$/);
    expect(new Set(made.map(({ code }) => code)).size).toBe(20);
    expect(new Set(made.map(({ hash }) => hash)).size).toBe(20);
  });

  test('fits what is kept of it, and no other does', async () => {
    const { code, hash } = await codeMaker.make();
    expect(hash).not.toContain(code);
    expect(await codeMaker.fits(code, hash)).toBe(true);
    expect(await codeMaker.fits(code.toLowerCase(), hash)).toBe(false);
    expect(await codeMaker.fits('22222222', hash)).toBe(false);
    for (const broken of ['', '.', 'x', `${hash}x.y`, 'AAAA.'])
      expect(await codeMaker.fits(code, broken)).toBe(false);
  });

  test('is bound to a browser by a nonce of 256 bits', () => {
    expect(codeMaker.nonce()).toMatch(/^[\w-]{43}$/);
    expect(codeMaker.nonce()).not.toBe(codeMaker.nonce());
  });
});
