import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { trustedBy, type Trusted } from '../../lib/domain/federation-metadata.ts';
import { fetched, unreached } from '../../lib/domain/kept-metadata.ts';
import { differenceOf, inUseOf, isRefused } from '../../lib/domain/metadata-import.ts';
import { parseInstant } from '../../lib/domain/time.ts';
import { shownMetadata } from '../support/arbitraries/metadata.ts';
import { aCertificate, declared, showing } from '../support/metadata.ts';
import { aTenant } from '../support/tenants.ts';

const NOW = parseInstant('2026-11-20T00:00:00Z')!;
const UNKNOWN: Trusted = { signing: undefined, encryption: undefined };
const trusting = (...signing: readonly string[]): Trusted => ({ ...UNKNOWN, signing });
const [A, B, C] = [aCertificate('A'), aCertificate('B'), aCertificate('C')];

describe('an import of metadata', () => {
  test('that adds the next certificate is taken', () => {
    const difference = differenceOf(showing(A), showing(A, B), trusting(A.thumbprint));
    expect(difference).toMatchObject({ added: [B], removed: [], inUse: [] });
    expect(isRefused(difference)).toBe(false);
  });

  test('says who it is about now, if that is somebody else', () => {
    const other = { ...showing(A), entityId: 'urn:other' };
    expect(differenceOf(showing(A), other, UNKNOWN).entityId).toEqual({
      from: showing(A).entityId,
      to: 'urn:other',
    });
    expect(differenceOf(showing(A), showing(A, B), UNKNOWN).entityId).toBeUndefined();
    expect(differenceOf(undefined, other, UNKNOWN).entityId).toBeUndefined();
  });

  test('says which are new, and which are gone, of several', () => {
    expect(differenceOf(showing(A, B), showing(B, C), trusting(B.thumbprint))).toEqual({
      entityId: undefined,
      added: [C],
      removed: [A],
      inUse: [],
    });
  });

  test('that drops the certificate which the tenant trusts is refused', () => {
    expect(differenceOf(showing(A, B), showing(B), trusting(A.thumbprint))).toMatchObject({ inUse: [A] });
  });

  test('that drops the old one is taken once the tenant has the new one in use', () => {
    expect(isRefused(differenceOf(showing(A, B), showing(B), trusting(B.thumbprint)))).toBe(false);
  });

  test('is refused for the first certificate where nobody knows what is trusted', () => {
    expect(isRefused(differenceOf(showing(A, B), showing(B, C), UNKNOWN))).toBe(true);
    expect(isRefused(differenceOf(showing(A, B), showing(C, A), UNKNOWN))).toBe(false);
  });

  test('a pin may be the SHA-256 as well', () => {
    expect(isRefused(differenceOf(showing(A), showing(B), trusting(A.sha256)))).toBe(true);
  });

  test('the very first one is always taken', () => {
    fc.assert(
      fc.property(shownMetadata, (metadata) => {
        expect(isRefused(differenceOf(undefined, metadata, trusting('F'.repeat(40))))).toBe(false);
      }),
    );
  });

  test('never loses what is in use, whatever is shown in whatever order', () => {
    const known = fc.constantFrom(UNKNOWN, trusting(A.thumbprint), trusting(B.sha256, A.thumbprint));
    const some = fc
      .uniqueArray(fc.constantFrom(A, B, C, { ...A, use: 'encryption' as const }), { minLength: 1 })
      .map((certificates) => showing(...certificates));
    fc.assert(
      fc.property(fc.array(some, { minLength: 1, maxLength: 8 }), known, (imports, trusted) => {
        let kept = declared({ tenant: aTenant().id, name: 'x', url: 'https://x.example' });
        for (const metadata of imports) {
          const before = kept.read?.metadata;
          kept = fetched(kept, metadata, trusted, NOW);
          const after = kept.read?.metadata.certificates ?? [];
          for (const use of ['signing', 'encryption'] as const) {
            const inUse = inUseOf(before?.certificates ?? [], use, trusted);
            if (inUse !== undefined) expect(after).toContainEqual(inUse);
          }
          expect(kept.refused === undefined).toBe(
            kept.read?.metadata === metadata || sameText(kept.read?.metadata, metadata),
          );
        }
      }),
    );
  });
});

const sameText = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

describe('metadata that is fetched again', () => {
  const kept = declared({ tenant: aTenant().id, name: 'x', url: 'https://x.example', read: showing(A) });

  test('and shows the same changes nothing', () => {
    expect(fetched(kept, showing(A), UNKNOWN, NOW)).toEqual(kept);
  });

  test('and lacks what is in use stays as it was, with the difference beside it since the first time', () => {
    const once = fetched(kept, showing(B), trusting(A.thumbprint), NOW);
    expect(once).toMatchObject({
      read: kept.read,
      refused: { at: NOW, difference: { inUse: [A], added: [B] } },
    });
    const later = parseInstant('2026-11-21T00:00:00Z')!;
    expect(fetched(once, showing(B), trusting(A.thumbprint), later)).toEqual(once);
    expect(fetched(once, showing(B), trusting(B.thumbprint), later)).toMatchObject({
      read: { metadata: showing(B), at: later },
      refused: undefined,
    });
  });

  test('and can not be fetched stays as it was, and says since when', () => {
    const away = unreached(unreached(kept, 'gone', NOW), 'still gone', parseInstant('2026-11-21T00:00:00Z')!);
    expect(away).toMatchObject({ read: kept.read, unreachable: { since: NOW, detail: 'still gone' } });
    expect(fetched(away, showing(A), UNKNOWN, NOW)).toEqual(kept);
  });
});

describe('what the tenant trusts', () => {
  const holder = (kind: 'federation-signing-certificate' | 'token-encryption-certificate') => ({
    credentials: [
      { kind, thumbprint: 'B'.repeat(40), role: 'next' },
      { kind, thumbprint: 'A'.repeat(40), role: 'current' },
      { kind: 'client-secret', thumbprint: undefined },
    ] as never,
  });

  test('of a domain is its current certificate, and then the next one', () => {
    expect(
      trustedBy({ kind: 'domain', domain: 'x' }, holder('federation-signing-certificate')).signing,
    ).toEqual(['A'.repeat(40), 'B'.repeat(40)]);
  });

  test('of a service principal is whom tokens are encrypted for', () => {
    const trust = { kind: 'service-principal', objectId: 'x' } as const;
    expect(trustedBy(trust, holder('token-encryption-certificate'))).toEqual({
      signing: undefined,
      encryption: ['A'.repeat(40), 'B'.repeat(40)],
    });
  });

  test('is not known while the inventory does not hold it, which is not the same as nothing', () => {
    expect(trustedBy({ kind: 'domain', domain: 'x' }, undefined)).toEqual(UNKNOWN);
    expect(trustedBy({ kind: 'unknown' }, undefined)).toEqual(UNKNOWN);
    expect(trustedBy({ kind: 'pins', signing: ['ab'], encryption: [] }, undefined)).toEqual({
      signing: ['AB'],
      encryption: undefined,
    });
  });
});
