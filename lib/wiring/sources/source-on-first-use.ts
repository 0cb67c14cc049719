import type { CredentialSource } from '../../ports/credential-source.ts';
import { once, onFirstUse } from '../on-first-use.ts';

type Known = Pick<CredentialSource, 'tenant' | 'source' | 'watches'>;
type Loaded<Also extends keyof CredentialSource> = () => Promise<
  Pick<Required<CredentialSource>, 'page' | 'look' | Also>
>;

/** A source whose SDK is loaded when it is read for the first time. */
export const sourceOnFirstUse = (known: Known, load: Loaded<'page'>): CredentialSource => ({
  ...known,
  ...onFirstUse({ page: true, look: true }, load),
});

/** The same for a source that is read part by part. */
export const sourceInParts = (known: Known, load: Loaded<'parts'>): CredentialSource => ({
  ...known,
  ...onFirstUse({ page: true, look: true, parts: true }, load),
});

/** The same for a source that tells what changed. */
export const sourceWithChanges = (known: Known, load: Loaded<'changes'>): CredentialSource => {
  const loaded = once(load);
  return {
    ...sourceOnFirstUse(known, loaded),
    changes: onFirstUse({ mark: true, page: true }, async () => (await loaded()).changes),
  };
};
