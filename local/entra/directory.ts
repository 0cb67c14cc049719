import { createHash, randomBytes } from 'node:crypto';
import type { Persistent } from '../stand-in/state.ts';
import type { Change, PrincipalChange, SavedState } from './saved-state.ts';
import { SECRET_ALPHABET } from './tenant/build-application.ts';
import { dice } from './tenant/dice.ts';
import { graphTime } from './tenant/graph-time.ts';
import type {
  Application,
  KeyCredential,
  PasswordCredential,
  PrincipalObject,
} from './tenant/graph-types.ts';
import type { Tenant } from './tenant/tenant.ts';

export interface DirectoryOptions {
  readonly tenant: Tenant;
  readonly state: Persistent<SavedState>;
  readonly now: () => number;
  /** For so long a new secret is missing from what is read. */
  readonly replicationDelayMs: number;
  /** For so long a new secret is refused at sign-in. */
  readonly signInDelayMs: number;
  /** For so long the report of sign-ins does not know of one. */
  readonly signInReportDelayMs: number;
}

/** What the token service thinks of a secret's value. */
export type SecretCheck = 'valid' | 'expired' | 'wrong';

/** The tenant as it is now: as generated, and changed since. */
export interface Directory {
  readonly tenant: Tenant;
  read(index: number): Application;
  addSecret(
    index: number,
    wanted: { readonly displayName: string | null; readonly start: number; readonly end: number },
  ): PasswordCredential;
  /** False when the application has no such secret. */
  removeSecret(index: number, keyId: string): boolean;
  replaceKeyCredentials(index: number, keyCredentials: readonly KeyCredential[]): void;
  checkSecret(index: number, value: string): SecretCheck;
  readPrincipal(index: number): PrincipalObject;
  changePrincipal(index: number, change: PrincipalChange): void;
  /** Each with its id and what of it changed, without the bytes of certificates. */
  changedPrincipals(): readonly object[];
  /** It signed in with this one, now. */
  noteUse(index: number, keyId: string): void;
  /** When it last signed in with this one, as far as the report knows. */
  lastUsed(index: number, keyId: string): number | undefined;
  /** The last change that everyone sees. */
  revision(): number;
  /** Which applications changed after that one, and what of them. */
  changedSince(revision: number): readonly { readonly index: number; readonly touched: readonly string[] }[];
}

/** Joins the tenant with the changes that were saved; every change is on disk before it is answered. */
export const openDirectory = (options: DirectoryOptions): Directory => {
  const { tenant, state, now } = options;

  const changeOf = (objectId: string): Change =>
    state.value.changes[objectId] ?? { added: [], removed: [], additions: 0 };
  const revision = (): number =>
    Math.max(0, ...Object.values(state.value.changes).map((changed) => changed.revision ?? 0));
  const change = (objectId: string, next: Change, what: NonNullable<Change['touched']>[number]): void => {
    const touched = [...new Set([...(next.touched ?? []), what])];
    state.value.changes[objectId] = { ...next, revision: revision() + 1, touched };
    state.save();
  };

  /** The truth, before any delay. */
  const current = (index: number): { readonly application: Application; readonly changed: Change } => {
    const application = tenant.applicationAt(index);
    const changed = changeOf(application.id);
    const kept = application.passwordCredentials.filter(({ keyId }) => !changed.removed.includes(keyId));
    const passwordCredentials = [...changed.added.map(({ credential }) => credential), ...kept];
    const keyCredentials = changed.keyCredentials ?? application.keyCredentials;
    return { application: { ...application, passwordCredentials, keyCredentials }, changed };
  };

  /** The last change that is replicated everywhere: what is told of changes must not pass by one that nobody sees yet. */
  const replicated = (): number => {
    const young = Object.values(state.value.changes)
      .filter(({ added }) => added.some(({ addedAt }) => now() < addedAt + options.replicationDelayMs))
      .map((changed) => changed.revision ?? 0);
    return young.length === 0 ? revision() : Math.min(...young) - 1;
  };

  const noteUse = (index: number, keyId: string): void => {
    const { id } = tenant.applicationAt(index);
    state.value.signIns = { ...state.value.signIns, [`${id}/${keyId}`]: now() };
    state.save();
  };

  return {
    tenant,
    revision: replicated,
    changedSince: (since) =>
      Object.entries(state.value.changes).flatMap(([id, { revision: at = 0, touched = [] }]) => {
        const index = at > since ? tenant.indexOfObjectId(id) : undefined;
        return index === undefined ? [] : [{ index, touched }];
      }),
    read: (index) => {
      const { application, changed } = current(index);
      if (options.replicationDelayMs === 0) return application;
      const young = changed.added
        .filter(({ addedAt }) => now() < addedAt + options.replicationDelayMs)
        .map(({ credential }) => credential.keyId);
      return {
        ...application,
        passwordCredentials: application.passwordCredentials.filter(({ keyId }) => !young.includes(keyId)),
      };
    },
    addSecret: (index, { displayName, start, end }) => {
      const { application, changed } = current(index);
      const value = newSecret();
      const credential: PasswordCredential = {
        customKeyIdentifier: null,
        displayName,
        endDateTime: graphTime(end),
        hint: value.slice(0, 3),
        keyId: dice(tenant.seed).uuid('added key', application.id, changed.additions),
        secretText: null,
        startDateTime: graphTime(start),
      };
      change(
        application.id,
        {
          ...changed,
          added: [{ credential, hash: hashOf(value), addedAt: now() }, ...changed.added],
          additions: changed.additions + 1,
        },
        'passwordCredentials',
      );
      return { ...credential, secretText: value };
    },
    removeSecret: (index, keyId) => {
      const { application, changed } = current(index);
      if (!application.passwordCredentials.some((credential) => credential.keyId === keyId)) return false;
      change(
        application.id,
        {
          ...changed,
          added: changed.added.filter(({ credential }) => credential.keyId !== keyId),
          removed: [...changed.removed, keyId],
        },
        'passwordCredentials',
      );
      return true;
    },
    replaceKeyCredentials: (index, keyCredentials) => {
      const { application, changed } = current(index);
      change(application.id, { ...changed, keyCredentials }, 'keyCredentials');
    },
    readPrincipal: (index) => {
      const principal = tenant.principalObjectAt(index);
      return { ...principal, ...state.value.principals?.[principal.id] };
    },
    changePrincipal: (index, wanted) => {
      const { id } = tenant.principalObjectAt(index);
      state.value.principals = {
        ...state.value.principals,
        [id]: { ...state.value.principals?.[id], ...wanted },
      };
      state.save();
    },
    changedPrincipals: () =>
      Object.entries(state.value.principals ?? {}).map(([id, { keyCredentials, ...changed }]) => ({
        id,
        ...changed,
        ...(keyCredentials && { keyCredentials: keyCredentials.map((one) => ({ ...one, key: null })) }),
      })),
    checkSecret: (index, value) => {
      const { application, changed } = current(index);
      const hash = hashOf(value);
      const hit = application.passwordCredentials.find(({ keyId }) => {
        const added = changed.added.find(({ credential }) => credential.keyId === keyId);
        if (added === undefined) return tenant.secretAt(index, keyId) === value;
        return added.hash === hash && now() >= added.addedAt + options.signInDelayMs;
      });
      if (hit === undefined || startsAfter(hit, now())) return 'wrong';
      if (endsBefore(hit, now())) return 'expired';
      noteUse(index, hit.keyId);
      return 'valid';
    },
    noteUse,
    lastUsed: (index, keyId) => {
      const { id } = tenant.applicationAt(index);
      const seen = state.value.signIns?.[`${id}/${keyId}`];
      if (seen !== undefined && seen + options.signInReportDelayMs <= now()) return seen;
      return changeOf(id).added.some(({ credential }) => credential.keyId === keyId)
        ? undefined
        : usedBefore(tenant, id, keyId);
    },
  };
};

/** When it signed in last before the tenant's epoch: one in four was never seen, the others within two months. */
const usedBefore = ({ seed, epoch }: Tenant, objectId: string, keyId: string): number | undefined => {
  const roll = dice(seed);
  if (roll.below(4, 'used', objectId, keyId) === 0) return undefined;
  return epoch - roll.below(60 * 24, 'used at', objectId, keyId) * 3_600_000;
};

/** No end, or one that nobody can read, never comes. */
const endsBefore = ({ endDateTime }: PasswordCredential, ms: number): boolean =>
  Date.parse(endDateTime ?? '') <= ms;

const startsAfter = ({ startDateTime }: PasswordCredential, ms: number): boolean =>
  Date.parse(startDateTime ?? '') > ms;

const hashOf = (value: string): string => createHash('sha256').update(value).digest('hex');

const newSecret = (): string => {
  const text = Array.from(randomBytes(37), (byte) => SECRET_ALPHABET.charAt(byte % SECRET_ALPHABET.length));
  return `${text.slice(0, 3).join('')}8Q~${text.slice(3).join('')}`;
};
