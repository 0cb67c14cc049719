import type { Brand } from './brand.ts';
import type { TenantId } from './ids.ts';

export type ObjectId = Brand<string, 'ObjectId'>;
export const objectId = (guid: string): ObjectId => guid.toLowerCase() as ObjectId;

/** A human being in a directory. Two are the same only by tenant and object id, never by mail or name. */
export interface Person {
  readonly tenant: TenantId;
  readonly objectId: ObjectId;
  /** Hostile text. */
  readonly displayName: string;
  readonly mail: string | undefined;
  readonly userPrincipalName: string;
  readonly enabled: boolean;
}

/** Who a person is, without anything that may change or that a log must not have. */
export type PersonKey = Pick<Person, 'tenant' | 'objectId'>;

export const isSamePerson = (a: PersonKey, b: PersonKey): boolean =>
  a.tenant === b.tenant && a.objectId === b.objectId;
