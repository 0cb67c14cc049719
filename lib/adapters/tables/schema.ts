import * as z from 'zod';
import { CREDENTIAL_KINDS, SOURCES, SUBJECT_KINDS } from '../../domain/credential.ts';
import {
  ID_PATTERN,
  LINK_ID_PATTERN,
  readId,
  type CredentialId,
  type LinkId,
  type SubjectId,
  type TenantId,
} from '../../domain/ids.ts';
import type { OwnerReason } from '../../domain/owner.ts';
import type { ObjectId, Person, PersonKey } from '../../domain/person.ts';
import { type Duration, instantOfMs } from '../../domain/time.ts';

/** The longest that a Date can say, either way. */
const FARTHEST = 8.64e15;

/** A key that is always there in the domain, undefined when it has no value; JSON leaves such a key out. */
export const maybe = <T extends z.ZodType>(schema: T) =>
  schema.optional().transform((value): z.output<T> | undefined => value);

/**
 * An object with every key of its shape, the undefined ones too: JSON leaves them out, and a state that is read should be
 * the one that was written.
 */
export const whole = <Shape extends z.ZodRawShape>(shape: Shape) => {
  const blank = Object.fromEntries(Object.keys(shape).map((key) => [key, undefined]));
  return z.object(shape).transform((value): typeof value => ({ ...blank, ...value }));
};

export const instant = z.int().min(-FARTHEST).max(FARTHEST).transform(instantOfMs);

/** A length of time in milliseconds. */
export const duration = z
  .int()
  .nonnegative()
  .transform((ms) => ms as Duration);

/** One of the short ids: a prefix and 26 characters. */
export const shortId = <Id extends string>() =>
  z
    .string()
    .regex(ID_PATTERN)
    .transform(readId<Id>);

export const linkId = z
  .string()
  .regex(LINK_ID_PATTERN)
  .transform(readId<LinkId>);

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
export const tenant = z
  .string()
  .regex(GUID)
  .transform(readId<TenantId>);

const objectId = z
  .string()
  .regex(GUID)
  .transform(readId<ObjectId>);

export const personKey: z.ZodType<PersonKey> = whole({ tenant, objectId });

export const person: z.ZodType<Person> = whole({
  tenant,
  objectId,
  displayName: z.string(),
  mail: maybe(z.string()),
  userPrincipalName: z.string(),
  enabled: z.boolean(),
});

/** One of a union of literals. All of them must be named, so that a new one can't be forgotten here. */
export const oneOf = <T extends string>(values: Readonly<Record<T, true>>) =>
  z.enum(Object.keys(values) as [T, ...T[]]);

export const source = z.enum(SOURCES);
export const subjectKind = z.enum(SUBJECT_KINDS);
export const credentialKind = z.enum(CREDENTIAL_KINDS);

export const ownerReason = oneOf<OwnerReason>({
  override: true,
  'owner-tag': true,
  'service-management-reference': true,
  'application-owner': true,
  'service-principal-owner': true,
  'vault-tag': true,
  'resource-group-tag': true,
  'subscription-tag': true,
  'manager-of-leaver': true,
  'team-mailbox': true,
});

/** The columns of a `RecordedCredential`. */
export const recordedCredential = {
  tenant,
  environment: z.string(),
  subjectId: shortId<SubjectId>(),
  source,
  subjectKind,
  nativeId: z.string(),
  appId: maybe(z.string()),
  ownerTeam: maybe(z.string()),
  name: z.string(),
  credentialId: shortId<CredentialId>(),
  kind: credentialKind,
  keyId: z.string(),
};
