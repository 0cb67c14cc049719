import type { Credential, Subject } from './credential.ts';
import { fits } from './selector.ts';

/** Changed whenever the catalogue below is, so that an operator can say which one an app knows. */
export const CATALOGUE_VERSION = '2026-11-22';

/**
 * A product that keeps credentials of its own and renews them by itself; people can only break them. Of what is said all
 * must fit; texts are patterns with `*`.
 */
export interface ManagedProduct {
  readonly name: string;
  /** Patterns of the subject's name. */
  readonly subjectNames?: readonly string[] | undefined;
  /** Patterns of the subject's labels; any label that fits one will do. */
  readonly labels?: readonly string[] | undefined;
  /** What kind of principal it is, as the directory says. */
  readonly principalTypes?: readonly string[] | undefined;
  /** Tenants whose principals these are. */
  readonly ownerOrganizations?: readonly string[] | undefined;
  /** Only these of its credentials: patterns of their names. All, where nothing is said. */
  readonly credentialNames?: readonly string[] | undefined;
}

/** What an operator adds to the catalogue, or takes out by name. */
export interface CatalogueChanges {
  readonly add: readonly ManagedProduct[];
  readonly remove: readonly string[];
}

/** The tenants in which Microsoft keeps its own applications. */
const MICROSOFT_TENANTS = ['f8cdef31-a31e-4b4a-93e4-5f571e91255a', '72f988bf-86f1-41af-91ab-2d7cd011db47'];

/** Names, tags and types as the products give them: nobody documents them, so each is as narrow as it can be. */
export const CATALOGUE: readonly ManagedProduct[] = [
  { name: 'Microsoft Entra Connect Sync', subjectNames: ['ConnectSyncProvisioning_*'] },
  {
    // A published application may hold secrets of its owner besides: only the connector's is the product's.
    name: 'Microsoft Entra application proxy',
    labels: ['WindowsAzureActiveDirectoryOnPremApp'],
    credentialNames: ['CWAP_AuthSecret'],
  },
  { name: 'Microsoft Copilot Studio', labels: ['power-virtual-agents', 'power-virtual-agents-*'] },
  { name: 'Microsoft Copilot Studio', subjectNames: ['*(Power Virtual Agents)'] },
  { name: 'Microsoft Entra peer-to-peer certificates', subjectNames: ['P2P Server'] },
  { name: 'Azure managed identity', principalTypes: ['ManagedIdentity'] },
  { name: 'Microsoft', ownerOrganizations: MICROSOFT_TENANTS },
];

const fitsOne = (patterns: readonly string[] | undefined, texts: readonly string[]): boolean =>
  patterns === undefined || texts.some((text) => patterns.some((pattern) => fits(pattern, text)));

const isOf = (product: ManagedProduct, subject: Subject, credential: Pick<Credential, 'name'>): boolean =>
  fitsOne(product.subjectNames, [subject.name]) &&
  fitsOne(product.labels, subject.labels) &&
  fitsOne(product.principalTypes, listOf(subject.principalType)) &&
  fitsOne(product.ownerOrganizations, listOf(subject.ownerOrganization)) &&
  fitsOne(product.credentialNames, listOf(credential.name));

const listOf = (text: string | undefined): readonly string[] => (text === undefined ? [] : [text]);

/** The product that renews a credential, if one does: as its source says, or as the catalogue and its changes know. */
export const managerOf = (
  { add, remove }: CatalogueChanges,
  subject: Subject,
  credential: Pick<Credential, 'name' | 'managedBy'>,
): string | undefined =>
  credential.managedBy ??
  [...add, ...CATALOGUE.filter(({ name }) => !remove.includes(name))].find((product) =>
    isOf(product, subject, credential),
  )?.name;
