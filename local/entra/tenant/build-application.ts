import type { ApplicationSpec, CredentialSpec } from './application-spec.ts';
import { selfSigned } from './certificate.ts';
import type { Dice } from './dice.ts';
import { DAY, graphTime, nextLeapDay } from './graph-time.ts';
import type { Application, KeyCredential, PasswordCredential } from './graph-types.ts';

export interface Origin {
  readonly dice: Dice;
  /** The instant from which the days of the specs count. */
  readonly epoch: number;
  readonly domain: string;
}

/** The Graph object of a spec: the same for the same origin and index, in every run. */
export const buildApplication = (origin: Origin, index: number, spec: ApplicationSpec): Application => {
  const { dice, epoch, domain } = origin;
  const numbered = spec.credentials.map((credential, nth) => ({ credential, nth }));
  const oldest = Math.min(-30, ...spec.credentials.map(({ starts }) => starts));
  const encryption = numbered.find(({ credential }) => credential.kind === 'token-encryption');
  return {
    id: objectId(dice, index),
    appId: appId(dice, index),
    displayName: spec.name,
    createdDateTime: graphTime(
      Math.floor((epoch + (oldest - dice.below(400, 'created', index)) * DAY) / 1000) * 1000,
    ),
    disabledByMicrosoftStatus: spec.disabledByMicrosoftStatus,
    identifierUris: [],
    isDisabled: spec.isDisabled,
    keyCredentials: numbered
      .filter(({ credential }) => credential.kind !== 'secret')
      .map(({ credential, nth }) => keyCredential(origin, index, nth, credential)),
    notes: spec.notes,
    passwordCredentials: numbered
      .filter(({ credential }) => credential.kind === 'secret')
      .map(({ credential, nth }) => passwordCredential(origin, index, nth, credential)),
    publisherDomain: domain,
    serviceManagementReference: spec.serviceManagementReference,
    signInAudience: spec.signInAudience,
    tags: [`env:${spec.environment.toLowerCase()}`, ...spec.tags],
    tokenEncryptionKeyId: encryption ? keyId(dice, index, encryption.nth, encryption.credential) : null,
  };
};

/** The object id of the application with this index. */
export const objectId = (dice: Dice, index: number): string => dice.uuid('application', index);

/** The application (client) id, which is another. */
export const appId = (dice: Dice, index: number): string => dice.uuid('client', index);

/** The key id of an application's nth credential. */
export const keyId = (dice: Dice, index: number, nth: number, spec: CredentialSpec): string =>
  spec.sharedKeyId === undefined ? dice.uuid('key', index, nth) : dice.uuid('shared key', spec.sharedKeyId);

/** The value of a generated client secret: 40 characters, shaped as Entra shapes them. */
export const secretValue = (dice: Dice, index: number, nth: number): string => {
  const text = dice.text(37, SECRET_ALPHABET, 'secret', index, nth);
  return `${text.slice(0, 3)}8Q~${text.slice(3)}`;
};

/** What the characters of a client secret are taken from. */
export const SECRET_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-~';

const passwordCredential = (
  origin: Origin,
  index: number,
  nth: number,
  spec: CredentialSpec,
): PasswordCredential => ({
  customKeyIdentifier: null,
  displayName: spec.name,
  endDateTime: endText(origin, index, nth, spec),
  hint: secretValue(origin.dice, index, nth).slice(0, 3),
  keyId: keyId(origin.dice, index, nth, spec),
  secretText: null,
  startDateTime: instant(origin, index, nth, spec, spec.starts),
});

const keyCredential = (origin: Origin, index: number, nth: number, spec: CredentialSpec): KeyCredential => {
  const common = {
    displayName: spec.name,
    endDateTime: endText(origin, index, nth, spec),
    keyId: keyId(origin.dice, index, nth, spec),
    startDateTime: instant(origin, index, nth, spec, spec.starts),
  };
  if (spec.kind === 'symmetric') {
    const key = origin.dice.bytes(32, 'symmetric', index, nth).toString('base64');
    return { ...common, customKeyIdentifier: null, key, type: 'Symmetric', usage: 'Verify' };
  }
  const shared = spec.sharedCertificate;
  const { der, sha1 } = selfSigned({
    commonName: (spec.name ?? '').replace(/^CN=/, ''),
    notBefore: wholeSecond(origin.epoch + spec.starts * DAY),
    notAfter: wholeSecond(origin.epoch + (typeof spec.ends === 'number' ? spec.ends : 365) * DAY),
    seed: origin.dice.bytes(32, 'certificate', ...(shared === undefined ? [index, nth] : [shared])),
  });
  return {
    ...common,
    customKeyIdentifier: sha1.toString('base64'),
    key: der.toString('base64'),
    type: 'AsymmetricX509Cert',
    usage: spec.kind === 'token-encryption' ? 'Encrypt' : 'Verify',
  };
};

const endText = (origin: Origin, index: number, nth: number, spec: CredentialSpec): string | null => {
  if (spec.ends === null) return null;
  if (spec.ends === 'leap day') return graphTime(nextLeapDay(origin.epoch));
  if (typeof spec.ends === 'object') return spec.ends.text;
  return instant(origin, index, nth, spec, spec.ends);
};

/** Secrets carry the fraction of the second in which they were made, at both ends; certificates have whole seconds. */
const instant = (
  { dice, epoch }: Origin,
  index: number,
  nth: number,
  spec: CredentialSpec,
  days: number,
): string => {
  const second = wholeSecond(epoch + days * DAY);
  if (spec.lastTick === true && days === spec.ends) return graphTime(second - 1, 9999);
  if (spec.exact === true) return graphTime(second);
  return graphTime(second + dice.below(1000, 'ms', index, nth), dice.below(10_000, 'tick', index, nth));
};

const wholeSecond = (ms: number): number => Math.floor(ms / 1000) * 1000;
