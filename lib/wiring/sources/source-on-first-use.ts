import type { CredentialSource } from '../../ports/credential-source.ts';
import { onFirstUse } from '../on-first-use.ts';

/** A source whose SDK is loaded when it is read for the first time. */
export const sourceOnFirstUse = (
  known: Pick<CredentialSource, 'tenant' | 'source' | 'watches'>,
  load: () => Promise<Pick<CredentialSource, 'page' | 'look'>>,
): CredentialSource => ({ ...known, ...onFirstUse({ page: true, look: true }, load) });
