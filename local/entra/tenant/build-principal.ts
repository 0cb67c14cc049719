import { createHash } from 'node:crypto';
import type { Origin } from './build-application.ts';
import { selfSigned } from './certificate.ts';
import { GRAPH_ID } from '../resources.ts';
import { GRAPH_ROLES } from './graph-roles.ts';
import { DAY, graphTime } from './graph-time.ts';
import type { KeyCredential, PasswordCredential, PrincipalObject } from './graph-types.ts';
import type { OwnSpec, PrincipalSpec, SigningSpec } from './principal-spec.ts';

const GRAPH_APP_ROLES = Object.entries(GRAPH_ROLES).map(([value, id]) => ({ id, value }));

interface Entries {
  readonly keys: readonly KeyCredential[];
  readonly passwords: readonly PasswordCredential[];
}

/** The object id of a service principal of the roster. */
export const principalObjectId = ({ dice }: Pick<Origin, 'dice'>, { name }: PrincipalSpec): string =>
  dice.uuid('own principal', name);

/** The Graph object of a spec: the same for the same origin, in every run. */
export const buildPrincipal = (origin: Origin, tenantId: string, spec: PrincipalSpec): PrincipalObject => {
  const { dice } = origin;
  const signers = spec.signing.map((signing, nth) => ({ signing, made: signer(origin, spec, signing, nth) }));
  const others = spec.own.map((own, nth) => ({ own, made: other(origin, spec, own, nth) }));
  const all = [...signers, ...others].map(({ made }) => made);
  const encryption = others.find(({ own }) => own.kind === 'token-encryption');
  return {
    id: principalObjectId(origin, spec),
    appId: spec.appId ?? dice.uuid('own principal', spec.name, 'client'),
    displayName: spec.name,
    servicePrincipalType: spec.type,
    accountEnabled: spec.accountEnabled,
    appOwnerOrganizationId: spec.organization === undefined ? tenantId : spec.organization,
    disabledByMicrosoftStatus: null,
    tags: spec.tags,
    notes: spec.notes,
    loginUrl: spec.loginUrl,
    replyUrls: spec.replyUrls,
    notificationEmailAddresses: spec.notified,
    preferredSingleSignOnMode: spec.mode,
    preferredTokenSigningKeyThumbprint:
      signers.find(({ signing }) => signing.preferred === true)?.made.thumbprint ?? null,
    tokenEncryptionKeyId: encryption?.made.keys[0]?.keyId ?? null,
    appRoles: spec.appId === GRAPH_ID ? GRAPH_APP_ROLES : [],
    keyCredentials: all.flatMap(({ keys }) => keys),
    passwordCredentials: all.flatMap(({ passwords }) => passwords),
  };
};

/** Three entries: the private half, the public one, and the password of the first under its key id. */
const signer = (
  origin: Origin,
  { name }: PrincipalSpec,
  spec: SigningSpec,
  nth: number,
): Entries & { readonly thumbprint: string } => {
  const { der, sha1, dates } = certificate(origin, ['signing', name, nth], spec);
  const thumbprint = sha1.toString('hex').toUpperCase();
  const common = {
    customKeyIdentifier: identifier(spec.identifier ?? 'sha1', sha1, thumbprint),
    displayName: spec.name,
    ...dates,
  };
  const keyId = origin.dice.uuid('signing key', name, nth);
  return {
    thumbprint,
    keys: [
      {
        ...common,
        ...(spec.malformed === true ? { endDateTime: 'not-a-date' } : {}),
        key: null,
        keyId,
        type: 'X509CertAndPassword',
        usage: 'Sign',
      },
      {
        ...common,
        key: der.toString('base64'),
        keyId: origin.dice.uuid('verifying key', name, nth),
        type: 'AsymmetricX509Cert',
        usage: 'Verify',
      },
    ],
    passwords: [{ ...common, hint: null, keyId, secretText: null }],
  };
};

const identifier = (
  form: NonNullable<SigningSpec['identifier']>,
  sha1: Buffer,
  thumbprint: string,
): string | null => {
  switch (form) {
    case 'sha1':
      return sha1.toString('base64');
    case 'sha256-of-text':
      return createHash('sha256').update(thumbprint).digest('base64');
    case 'text':
      return Buffer.from(thumbprint).toString('base64');
    case 'none':
      return null;
  }
};

const other = (origin: Origin, { name }: PrincipalSpec, spec: OwnSpec, nth: number): Entries => {
  const { der, sha1, dates } = certificate(origin, ['own', name, nth], spec);
  const keyId = origin.dice.uuid('own key', name, nth);
  const common = { displayName: spec.name, keyId, ...dates };
  if (spec.kind === 'secret') {
    return {
      keys: [],
      passwords: [{ ...common, customKeyIdentifier: null, hint: 'q7~', secretText: null }],
    };
  }
  return {
    keys: [
      {
        ...common,
        customKeyIdentifier: sha1.toString('base64'),
        key: der.toString('base64'),
        type: 'AsymmetricX509Cert',
        usage: spec.kind === 'token-encryption' ? 'Encrypt' : 'Verify',
      },
    ],
    passwords: [],
  };
};

const certificate = (
  { dice, epoch }: Origin,
  path: readonly [string, string, number],
  { name, starts, ends }: { readonly name: string | null; readonly starts: number; readonly ends: number },
) => {
  const notBefore = Math.floor((epoch + starts * DAY) / 1000) * 1000;
  const notAfter = Math.floor((epoch + ends * DAY) / 1000) * 1000;
  const commonName = (name ?? path[1]).replace(/^CN=/, '');
  const made = selfSigned({ commonName, notBefore, notAfter, seed: dice.bytes(32, ...path) });
  return { ...made, dates: { startDateTime: graphTime(notBefore), endDateTime: graphTime(notAfter) } };
};
