import type { Application } from './application-schema.ts';

interface Product {
  readonly name: string;
  readonly made: (application: Application) => boolean;
  /** Only these of its credentials; all, where nothing is said. */
  readonly credential?: (name: string | undefined) => boolean;
}

const isTagged = (application: Application, tag: RegExp): boolean =>
  (application.tags ?? []).some((text) => tag.test(text));

const isNamed = ({ displayName }: Application, name: RegExp): boolean => name.test(displayName ?? '');

/** Products that keep credentials on applications of their own and renew them by themselves. */
const PRODUCTS: readonly Product[] = [
  {
    name: 'Microsoft Entra Connect Sync',
    made: (application) => isNamed(application, /^ConnectSyncProvisioning_/),
  },
  {
    // A published application may hold secrets of its owner besides: only the connector's is the product's.
    name: 'Microsoft Entra application proxy',
    made: (application) => isTagged(application, /^WindowsAzureActiveDirectoryOnPremApp$/),
    credential: (name) => name === 'CWAP_AuthSecret',
  },
  {
    name: 'Microsoft Copilot Studio',
    made: (application) =>
      isTagged(application, /^power-virtual-agents\b/i) || isNamed(application, /\(Power Virtual Agents\)$/),
  },
  {
    name: 'Microsoft Entra peer-to-peer certificates',
    made: (application) => isNamed(application, /^P2P Server$/),
  },
];

/** The product that rotates this credential of this application, if one does. */
export const managedBy = (application: Application, credentialName: string | undefined): string | undefined =>
  PRODUCTS.find(({ made, credential }) => made(application) && (credential?.(credentialName) ?? true))?.name;
