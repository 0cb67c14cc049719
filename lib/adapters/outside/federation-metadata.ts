import type {
  CertificateUse,
  FederationMetadata,
  MetadataSide,
  ShownCertificate,
} from '../../domain/federation-metadata.ts';
import { fail, ok, type Result } from '../../domain/result.ts';
import type { ReadMetadata } from '../../ports/metadata-reader.ts';
import { readCertificate } from './certificate.ts';
import { type OpenElement, walkXml } from './xml-walk.ts';

interface Entity {
  readonly entityId: string;
  readonly sides: Set<MetadataSide>;
  readonly certificates: ShownCertificate[];
  readonly faults: string[];
  /** Whether the key that is being read has shown its certificate; further ones are of whoever vouches for it. */
  hasKey: boolean;
}

const LONGEST_ENTITY_ID = 1024;
const MOST_CERTIFICATES = 50;

/**
 * WS-Federation and SAML metadata. Certificates are taken from the keys of roles only: the one beside a signature of the
 * document is the signer's, and says nothing of whom people sign in with. Elements are told by their names without
 * namespace, since examples in the open spell the namespaces wrongly.
 */
export const readFederationMetadata = (
  xml: string,
  entityId: string | undefined,
): Result<ReadMetadata, string> => {
  const entities: Entity[] = [];
  const walked = walkXml(xml, {
    open: (path) => {
      const element = path.at(-1);
      if (element?.name === 'EntityDescriptor') entities.push(entityOf(element));
      const side = sideOf(path);
      const entity = entities.at(-1);
      if (entity === undefined) return;
      if (side !== undefined) entity.sides.add(side);
      if (element?.name === 'KeyDescriptor') entity.hasKey = false;
    },
    keepsText: isCertificateOfRole,
    close: (path, text) => {
      const entity = entities.at(-1);
      if (entity !== undefined && isCertificateOfRole(path) && !entity.hasKey) take(entity, path, text);
    },
  });
  if (!walked.ok) return walked;
  if (entities.length === 0) return fail('It is no federation metadata: it has no EntityDescriptor.');
  const chosen = entities.filter((entity) => entityId === undefined || entity.entityId === entityId);
  const [one, another] = chosen;
  if (one === undefined) return fail('It does not hold the entity that was asked for (entityId).');
  if (another !== undefined)
    return fail(`It holds ${chosen.length} entities. Say which one is meant (entityId).`);
  if (one.certificates.length > MOST_CERTIFICATES)
    return fail(`It shows more than ${MOST_CERTIFICATES} certificates.`);
  if (one.certificates.length === 0)
    return fail('It shows no certificate of an identity provider or a relying party that can be understood.');
  return ok({ metadata: metadataOf(one), faults: one.faults });
};

const metadataOf = ({ entityId, sides, certificates }: Entity): FederationMetadata => ({
  entityId,
  sides: [...sides].toSorted(),
  certificates,
});

const entityOf = ({ attributes }: OpenElement): Entity => ({
  entityId: (attributes.get('entityID') ?? '').slice(0, LONGEST_ENTITY_ID),
  sides: new Set(),
  certificates: [],
  faults: [],
  hasKey: false,
});

/** The side of the role that opened just now. */
const sideOf = (path: readonly OpenElement[]): MetadataSide | undefined => {
  const element = path.at(-1);
  if (element === undefined || path.at(-2)?.name !== 'EntityDescriptor') return undefined;
  switch (element.name) {
    case 'IDPSSODescriptor':
      return 'identity-provider';
    case 'SPSSODescriptor':
      return 'relying-party';
    case 'RoleDescriptor':
      return sideOfType(element.attributes.get('type') ?? '');
    default:
      return undefined;
  }
};

/** The type is a name with a prefix, such as `fed:SecurityTokenServiceType`. */
const sideOfType = (type: string): MetadataSide | undefined => {
  if (/(^|:)SecurityTokenServiceType$/.test(type)) return 'identity-provider';
  return /(^|:)ApplicationServiceType$/.test(type) ? 'relying-party' : undefined;
};

const BELOW_ROLE = ['KeyDescriptor', 'KeyInfo', 'X509Data', 'X509Certificate'];

/** A certificate of a key of a role that we know, and of nothing else. */
const isCertificateOfRole = (path: readonly OpenElement[]): boolean =>
  BELOW_ROLE.every((name, index) => path.at(index - BELOW_ROLE.length)?.name === name) &&
  sideOf(path.slice(0, -BELOW_ROLE.length)) !== undefined;

/** A key without a use is for both. Providers show the same one in several roles; it is taken once. */
const take = (entity: Entity, path: readonly OpenElement[], text: string): void => {
  entity.hasKey = true;
  const use = path.at(-4)?.attributes.get('use');
  const read = readCertificate(text);
  if (read === undefined) {
    const fault = `A certificate (${use ?? 'of any use'}) is not understood.`;
    if (!entity.faults.includes(fault)) entity.faults.push(fault);
    return;
  }
  const uses: readonly CertificateUse[] =
    use === 'signing' || use === 'encryption' ? [use] : ['signing', 'encryption'];
  for (const each of uses)
    if (!entity.certificates.some(({ use: known, sha256 }) => known === each && sha256 === read.sha256))
      entity.certificates.push({ use: each, ...read });
};
