import { createHash, randomUUID, X509Certificate } from 'node:crypto';
import { graphTime } from '../tenant/graph-time.ts';
import type { KeyCredential } from '../tenant/graph-types.ts';
import { badRequest } from './graph-error.ts';

/** An entry of the array that a caller sends: a kept one comes back as it was read, a new one with its bytes. */
export type SentKeyCredential = {
  readonly [Name in keyof KeyCredential]?: KeyCredential[Name] | null | undefined;
};

/**
 * The array that replaces `held`: an entry that isn't sent is gone, one with a known key id must be sent back
 * unchanged, and any other is a new certificate.
 */
export const replaced = (
  held: readonly KeyCredential[],
  sent: readonly SentKeyCredential[],
  now: number,
): readonly KeyCredential[] =>
  sent.map((entry) => {
    const known = held.find(({ keyId }) => keyId === entry.keyId?.toLowerCase());
    if (known === undefined) return added(entry, now);
    if (isSame(known, entry)) return known;
    throw badRequest(`Update to existing credential with KeyId '${known.keyId}' is not allowed.`);
  });

/** What is absent or null in the sent entry counts as unchanged: lists never show the bytes. */
const isSame = (known: KeyCredential, entry: SentKeyCredential): boolean =>
  [
    [known.displayName, entry.displayName],
    [known.type, entry.type],
    [known.usage, entry.usage],
    [known.key, entry.key],
    [known.customKeyIdentifier, entry.customKeyIdentifier],
    [milliseconds(known.startDateTime), milliseconds(entry.startDateTime)],
    [milliseconds(known.endDateTime), milliseconds(entry.endDateTime)],
  ].every(([before, after]) => after === null || after === undefined || before === after);

const milliseconds = (text: string | null | undefined): number | null =>
  text === null || text === undefined ? null : Date.parse(text);

const added = (entry: SentKeyCredential, now: number): KeyCredential => {
  if (entry.type !== 'AsymmetricX509Cert' || (entry.usage !== 'Verify' && entry.usage !== 'Encrypt')) {
    throw badRequest("A new key credential must have type 'AsymmetricX509Cert' and usage 'Verify'.");
  }
  const certificate = parsed(entry.key);
  const starts = milliseconds(entry.startDateTime) ?? certificate.validFromDate.getTime();
  const ends = milliseconds(entry.endDateTime) ?? certificate.validToDate.getTime();
  if (starts < certificate.validFromDate.getTime()) throw badRequest('Key credential start date is invalid.');
  if (!(ends <= certificate.validToDate.getTime()) || ends <= now) {
    throw badRequest('Key credential end date is invalid.');
  }
  return {
    customKeyIdentifier:
      entry.customKeyIdentifier ?? createHash('sha1').update(certificate.raw).digest('base64'),
    displayName: (entry.displayName ?? certificate.subject).slice(0, 90),
    endDateTime: graphTime(ends),
    key: certificate.raw.toString('base64'),
    keyId: entry.keyId?.toLowerCase() ?? randomUUID(),
    startDateTime: graphTime(starts),
    type: entry.type,
    usage: entry.usage,
  };
};

const parsed = (key: string | null | undefined): X509Certificate => {
  try {
    return new X509Certificate(Buffer.from(key ?? '', 'base64'));
  } catch {
    throw badRequest('Key credential value is missing or is not a valid certificate.');
  }
};
