import type { PrincipalTrap } from './principal-traps.ts';

/** A signing certificate as the directory keeps it: three entries that belong together by an identifier. */
export interface SigningSpec {
  readonly name: string;
  readonly starts: number;
  readonly ends: number;
  /** How its maker wrote the identifier. */
  readonly identifier?: 'sha1' | 'sha256-of-text' | 'text' | 'none';
  readonly preferred?: boolean;
  /** The end of the private half is no date. */
  readonly malformed?: boolean;
}

/** Something else that a service principal holds, in days after the tenant's epoch. */
export interface OwnSpec {
  readonly kind: 'secret' | 'certificate' | 'token-encryption';
  readonly name: string | null;
  readonly starts: number;
  readonly ends: number;
}

/** A job that writes people into another system. */
export interface ProvisioningSpec {
  readonly template: string;
  readonly code: 'NotConfigured' | 'NotRun' | 'Active' | 'Paused' | 'Quarantine';
  /** Since which day it is in quarantine. */
  readonly since?: number;
}

/** A service principal besides those of the tenant's own applications, before it gets its ids. */
export interface PrincipalSpec {
  readonly name: string;
  readonly type: 'Application' | 'ManagedIdentity' | 'Legacy';
  /** The client id, where it is the same in every tenant. */
  readonly appId: string | undefined;
  /** Undefined: this tenant's own; else another tenant's id, or null as of a managed identity. */
  readonly organization: string | null | undefined;
  readonly accountEnabled: boolean;
  readonly mode: 'saml' | 'oidc' | null;
  readonly notified: readonly string[];
  readonly loginUrl: string | null;
  readonly replyUrls: readonly string[];
  readonly tags: readonly string[];
  readonly notes: string | null;
  readonly owners: readonly string[];
  readonly signing: readonly SigningSpec[];
  readonly own: readonly OwnSpec[];
  /** Application permissions on Graph. */
  readonly graphRoles: readonly string[];
  readonly provisioning: readonly ProvisioningSpec[];
  readonly traps: readonly PrincipalTrap[];
}

/** Of an enterprise application. */
export const ENTERPRISE = 'WindowsAzureActiveDirectoryIntegratedApp';

/** A service principal with what is usual, save for what is said. */
export const principal = (name: string, said: Partial<Omit<PrincipalSpec, 'name'>> = {}): PrincipalSpec => ({
  name,
  type: 'Application',
  appId: undefined,
  organization: undefined,
  accountEnabled: true,
  mode: null,
  notified: [],
  loginUrl: null,
  replyUrls: [],
  tags: [],
  notes: null,
  owners: [],
  signing: [],
  own: [],
  graphRoles: [],
  provisioning: [],
  traps: [],
  ...said,
});

/** An enterprise application with SAML sign-in at a host. */
export const samlApplication = (
  name: string,
  host: string,
  signing: readonly SigningSpec[],
  said: Partial<Omit<PrincipalSpec, 'name' | 'signing'>> = {},
): PrincipalSpec =>
  principal(name, {
    mode: 'saml',
    notified: ['iam@northwind.example'],
    loginUrl: `https://${host}/login`,
    replyUrls: [`https://${host}/saml/acs`],
    tags: [ENTERPRISE],
    signing,
    ...said,
  });
