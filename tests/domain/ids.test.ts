import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { sha256 } from '../../lib/adapters/system/sha256.ts';
import {
  credentialId,
  eventId,
  fingerprint,
  ID_PATTERN,
  renewalId,
  scanId,
  subjectId,
  tenantId,
  wakeId,
} from '../../lib/domain/ids.ts';
import { instantOfMs } from '../../lib/domain/time.ts';
import { instants, shortIds, tenantIds, texts } from '../support/arbitraries/values.ts';
import type { CredentialId, SubjectLongForm } from '../../lib/domain/ids.ts';

/** RFC 4648 by way of binary digits: slow, and not as the product does it. */
const base32 = (parts: readonly string[]): string =>
  [...createHash('sha256').update(JSON.stringify(parts)).digest()]
    .map((byte) => byte.toString(2).padStart(8, '0'))
    .join('')
    .replace(/(.{5})/g, '$1 ')
    .split(' ')
    .slice(0, 26)
    .map((five) => 'abcdefghijklmnopqrstuvwxyz234567'.charAt(Number.parseInt(five, 2)))
    .join('');

/** All that the id of a credential is made of. */
interface Form extends SubjectLongForm {
  readonly kind: string;
  readonly keyId: string;
}

const threeTexts = fc.tuple(texts, texts, texts);

describe('an id', () => {
  test('is a prefix and 26 characters of base32, whatever it is made of', () => {
    fc.assert(
      fc.property(threeTexts, tenantIds, instants, ([a, b, c], tenant, at) => {
        const subject = subjectId(sha256, { tenant, source: a, nativeId: b });
        const credential = credentialId(sha256, subject, a, b);
        const ids = [
          [subject, 'sb'],
          [credential, 'cr'],
          [renewalId(sha256, credential, at), 'rn'],
          [scanId(sha256, tenant, a, at), 'sc'],
          [eventId(sha256, a, b, c), 'ev'],
          [wakeId(sha256, a, b, c), 'wk'],
        ] as const;
        for (const [id, prefix] of ids) {
          expect(id).toMatch(ID_PATTERN);
          expect(id).toMatch(new RegExp(`^${prefix}-[a-z2-7]{26}$`));
        }
      }),
    );
  });

  test('is the SHA-256 of its parts, and the same in every run', () => {
    fc.assert(fc.property(threeTexts, ([a, b, c]) => eventId(sha256, a, b, c) === `ev-${base32([a, b, c])}`));
    expect(eventId(sha256, 'type', 'of', 'what')).toBe('ev-7ddysqbk7nvjb3x67bquvnvgr6');
  });

  test('differs where the parts differ, even if they read the same end to end', () => {
    expect(eventId(sha256, 'a', 'bc', 'd')).not.toBe(eventId(sha256, 'ab', 'c', 'd'));
    expect(eventId(sha256, 'a","b', 'c', 'd')).not.toBe(eventId(sha256, 'a', 'b","c', 'd'));
    fc.assert(
      fc.property(threeTexts, threeTexts, (one, other) => {
        const same = one.every((part, i) => part === other[i]);
        expect(eventId(sha256, ...one) === eventId(sha256, ...other)).toBe(same);
      }),
    );
  });

  test('of a subject or a credential is the same for the same parts, and another when any one of them is', () => {
    const form = fc.record({ tenant: tenantIds, source: texts, nativeId: texts, kind: texts, keyId: texts });
    const idsOf = ({ kind, keyId, ...subject }: Form) => {
      const id = subjectId(sha256, subject);
      return { subject: id, credential: credentialId(sha256, id, kind, keyId) };
    };
    fc.assert(
      fc.property(form, form, (one, other) => {
        const ids = idsOf(one);
        expect(idsOf({ ...one })).toEqual(ids);
        for (const part of ['tenant', 'source', 'nativeId', 'kind', 'keyId'] as const) {
          const next = idsOf({ ...one, [part]: other[part] });
          const isSame = one[part] === other[part];
          const isOfSubject = part !== 'kind' && part !== 'keyId';
          expect(next.subject === ids.subject).toBe(isSame || !isOfSubject);
          expect(next.credential === ids.credential).toBe(isSame);
        }
      }),
    );
  });

  test('of a renewal changes with a millisecond of expiry', () => {
    fc.assert(
      fc.property(shortIds<CredentialId>('cr'), instants, (credential, at) => {
        const next = instantOfMs(at + 1);
        expect(renewalId(sha256, credential, at)).not.toBe(renewalId(sha256, credential, next));
      }),
    );
  });

  test('of a tenant does not depend on how its GUID is written', () => {
    expect(tenantId('7D0C4C3E-52A6-4B53-9E07-0F2A7F1D9B11')).toBe('7d0c4c3e-52a6-4b53-9e07-0f2a7f1d9b11');
  });

  test('has no `/`, nor has a fingerprint', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(fingerprint(sha256, text)).toMatch(/^[a-z2-7]{26}$/);
      }),
    );
  });
});
