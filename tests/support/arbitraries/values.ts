import fc from 'fast-check';
import { type LinkId, readId, type TenantId } from '../../../lib/domain/ids.ts';
import { type ObjectId, objectId, type Person } from '../../../lib/domain/person.ts';
import { type Instant, instantOfMs } from '../../../lib/domain/time.ts';

const BASE32 = [...Array(26).keys()]
  .map((n) => String.fromCharCode(97 + n))
  .concat('2', '3', '4', '5', '6', '7');
const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'.split('');

/** Ids of one kind: `shortIds<RenewalId>('rn')`. */
export const shortIds = <Id extends string>(prefix: string): fc.Arbitrary<Id> =>
  fc
    .string({ unit: fc.constantFrom(...BASE32), minLength: 26, maxLength: 26 })
    .map((text) => readId<Id>(`${prefix}-${text}`));

export const linkIds: fc.Arbitrary<LinkId> = fc
  .string({ unit: fc.constantFrom(...BASE64URL), minLength: 22, maxLength: 22 })
  .map((text) => readId<LinkId>(text));

export const base64urls: fc.Arbitrary<string> = fc
  .uint8Array({ minLength: 1, maxLength: 48 })
  .map((bytes) => Buffer.from(bytes).toString('base64url'));

export const tenantIds: fc.Arbitrary<TenantId> = fc.uuid().map((guid) => readId<TenantId>(guid));

export const objectIds: fc.Arbitrary<ObjectId> = fc.uuid().map(objectId);

/** From 1900 to 2200, which is more than any directory holds. */
export const instants: fc.Arbitrary<Instant> = fc
  .integer({ min: Date.UTC(1900, 0), max: Date.UTC(2200, 0) })
  .map(instantOfMs);

/** What people and directories write: anything, halves of surrogate pairs included. */
export const texts: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.string({ unit: fc.nat(0xffff).map((unit) => String.fromCharCode(unit)), maxLength: 40 }),
  fc.constantFrom(
    '',
    '=HYPERLINK("http://x")',
    "o'brien\r\n--changesetresponse_1",
    '<b>{"a":1}</b>',
    '__proto__',
  ),
);

/** A value, or none. */
export const perhaps = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(values, { nil: undefined });

export const people: fc.Arbitrary<Person> = fc.record({
  tenant: tenantIds,
  objectId: objectIds,
  displayName: texts,
  mail: perhaps(texts),
  userPrincipalName: texts,
  enabled: fc.boolean(),
});
