import type { TrapName } from './traps.ts';

/** One credential of an application, in days after the tenant's epoch; negative days lie before it. */
export interface CredentialSpec {
  readonly kind: 'secret' | 'certificate' | 'token-encryption' | 'symmetric';
  readonly name: string | null;
  readonly starts: number;
  /** A day, no end at all, the next leap day, or a text that Graph hands out as it is. */
  readonly ends: number | null | 'leap day' | { readonly text: string };
  /** Where an exact instant matters, the random fraction of a second is left out. */
  readonly exact?: boolean;
  /** Hundreds of nanoseconds before the end of that day's last second, for ends that a JavaScript date can't hold. */
  readonly lastTick?: boolean;
  /** Entries with the same word have the same key id, on whatever application. */
  readonly sharedKeyId?: string;
  /** Entries with the same word are the same certificate. */
  readonly sharedCertificate?: string;
}

/** One application registration, before it gets its ids. */
export interface ApplicationSpec {
  readonly name: string;
  readonly environment: 'DEV' | 'NLE' | 'LIVE';
  /** Keys of people, or `identity:NAME` for a managed identity. */
  readonly owners: readonly string[];
  /** The owners of its service principal. */
  readonly principalOwners: readonly string[];
  readonly credentials: readonly CredentialSpec[];
  readonly traps: readonly TrapName[];
  readonly tags: readonly string[];
  readonly notes: string | null;
  readonly serviceManagementReference: string | null;
  readonly signInAudience: string;
  readonly isDisabled: boolean | null;
  readonly disabledByMicrosoftStatus: string | null;
  /** Application roles on Graph, for applications that sign in to it themselves. */
  readonly graphRoles: readonly string[];
  /** Managed identities of the tenant may sign in as this application (a federated identity credential). */
  readonly trustsIdentities: boolean;
}

/** An application with what is usual, save for what is said. */
export const application = (
  name: string,
  said: Partial<Omit<ApplicationSpec, 'name'>> = {},
): ApplicationSpec => ({
  name,
  environment: 'DEV',
  owners: [],
  principalOwners: [],
  credentials: [],
  traps: [],
  tags: [],
  notes: null,
  serviceManagementReference: null,
  signInAudience: 'AzureADMyOrg',
  isDisabled: null,
  disabledByMicrosoftStatus: null,
  graphRoles: [],
  trustsIdentities: false,
  ...said,
});

/** A client secret that lives from one day to the other. */
export const secret = (
  name: string | null,
  starts: number,
  ends: CredentialSpec['ends'],
  said: Partial<CredentialSpec> = {},
): CredentialSpec => ({ kind: 'secret', name, starts, ends, ...said });

/** A client certificate that lives from one day to the other. */
export const certificate = (
  name: string,
  starts: number,
  ends: CredentialSpec['ends'],
  said: Partial<CredentialSpec> = {},
): CredentialSpec => ({ kind: 'certificate', name, starts, ends, exact: true, ...said });
