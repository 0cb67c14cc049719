import { createHash, randomUUID } from 'node:crypto';
import type { Persistent } from '../stand-in/state.ts';
import type { Attributes } from './certificates.ts';

/** One version of a secret that someone put here. Its value is not kept, only a hash by which a test can know it. */
export interface SecretVersion {
  readonly version: string;
  readonly attributes: Attributes;
  readonly contentType: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
  readonly sha256: string;
}

/** All secrets that were put into all vaults, by `vault/name`, the oldest version first. */
export type StoredSecrets = Record<string, readonly SecretVersion[]>;

/** What was put into one vault. */
export interface SecretStore {
  names(): readonly string[];
  versions(name: string): readonly SecretVersion[];
  /** Adds a version; it is on disk before this returns. */
  set(name: string, value: string, given: Omit<SecretVersion, 'version' | 'sha256'>): SecretVersion;
}

/** Keeps the secrets of `vault` in `state`. Names are the same in capitals and without, as in the service. */
export const secretStore = (state: Persistent<StoredSecrets>, vault: string): SecretStore => {
  const idOf = (name: string) => `${vault}/${name.toLowerCase()}`;
  return {
    names: () =>
      Object.keys(state.value)
        .filter((id) => id.startsWith(`${vault}/`))
        .map((id) => id.slice(vault.length + 1)),
    versions: (name) => state.value[idOf(name)] ?? [],
    set: (name, value, given) => {
      const sha256 = createHash('sha256').update(value, 'utf8').digest('hex');
      const made = { ...given, version: randomUUID().replaceAll('-', ''), sha256 };
      state.value[idOf(name)] = [...(state.value[idOf(name)] ?? []), made];
      state.save();
      return made;
    },
  };
};
