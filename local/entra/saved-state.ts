import { generateKeyPairSync } from 'node:crypto';
import { join } from 'node:path';
import { persistent, type Persistent } from '../stand-in/state.ts';
import { startOfDay } from './tenant/graph-time.ts';
import type { KeyCredential, PasswordCredential, PrincipalObject } from './tenant/graph-types.ts';
import type { TenantOptions } from './tenant/tenant.ts';

/** A client secret that was added after the tenant was made. Its value is nowhere, as in Entra: only its hash is kept. */
export interface AddedSecret {
  readonly credential: PasswordCredential;
  readonly hash: string;
  readonly addedAt: number;
}

/** What differs between an application and the one that the tenant's seed makes. */
export interface Change {
  readonly added: readonly AddedSecret[];
  readonly removed: readonly string[];
  /** How many were ever added: the next one's key id follows from it. */
  readonly additions: number;
  /** The whole array, once it was patched. */
  readonly keyCredentials?: readonly KeyCredential[];
  /** Which change of the directory was the last of this application, and what changed then and before. */
  readonly revision?: number;
  readonly touched?: readonly ('passwordCredentials' | 'keyCredentials')[];
}

/** What differs between a service principal and the one that the tenant's seed makes: whole properties. */
export type PrincipalChange = Partial<
  Pick<PrincipalObject, 'preferredTokenSigningKeyThumbprint' | 'keyCredentials' | 'passwordCredentials'>
>;

/** All that outlives the process. The tenant itself does not: it follows from its options. */
export interface SavedState {
  readonly tenant: TenantOptions;
  /** PKCS #8, PEM: signs the tokens. */
  readonly signingKey: string;
  /** By object id. */
  readonly changes: Record<string, Change>;
  /** Of service principals, by object id; absent in the state of an older stand-in. */
  principals?: Record<string, PrincipalChange>;
  /** When each credential last signed in, by object id and key id. Absent in states of an older age. */
  signIns?: Record<string, number>;
}

export interface StateOptions {
  readonly stateDir?: string | undefined;
  readonly seed: string;
  readonly apps: number;
  readonly epoch?: number | undefined;
}

/** Opens the state in a folder, or begins one; another tenant's state is refused, for its ids would not fit. */
export const openState = (options: StateOptions): Persistent<SavedState> => {
  const { stateDir, seed, apps, epoch } = options;
  const state = persistent<SavedState>(
    stateDir === undefined ? undefined : join(stateDir, 'entra.json'),
    () => ({
      tenant: { seed, apps, epoch: epoch ?? startOfDay(Date.now()) },
      signingKey: newSigningKey(),
      changes: {},
    }),
  );
  const saved = state.value.tenant;
  if (saved.seed !== seed || saved.apps !== apps || (epoch !== undefined && saved.epoch !== epoch)) {
    throw new Error(
      `Entra: ${stateDir ?? 'the state'} holds the tenant "${saved.seed}" of ${saved.apps} applications, ` +
        `epoch ${new Date(saved.epoch).toISOString()}. Ask for that one, or start with another folder.`,
    );
  }
  // A first start is on disk before anyone sees an id: a kill right after must not give the tenant another epoch.
  state.save();
  return state;
};

const newSigningKey = (): string =>
  generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { format: 'pem', type: 'pkcs8' },
    publicKeyEncoding: { format: 'pem', type: 'spki' },
  }).privateKey;
