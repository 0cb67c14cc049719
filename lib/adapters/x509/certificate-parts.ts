import { type Instant, parseInstant } from '../../domain/time.ts';
import { type DerValue, firstValue, TAG, valuesIn } from './der.ts';
import { signatureHash } from './signature-hash.ts';

/** What Node's own reader does not tell, or tells as text for people only. */
export interface CertificateParts {
  readonly startsAt: Instant;
  readonly expiresAt: Instant;
  readonly publicKey: Buffer;
  readonly signatureHash: string | undefined;
}

/** The parts of a certificate (RFC 5280) that is written as DER to the letter; undefined if it is not. */
export const certificateParts = (der: Buffer): CertificateParts | undefined => {
  const outer = firstValue(der);
  if (outer?.tag !== TAG.sequence || outer.whole.length !== der.length) return undefined;
  const [toBeSigned, algorithm, signature, more] = valuesIn(outer) ?? [];
  if (toBeSigned?.tag !== TAG.sequence || algorithm?.tag !== TAG.sequence) return undefined;
  if (signature?.tag !== TAG.bitString || more !== undefined) return undefined;
  const [version, ...rest] = valuesIn(toBeSigned) ?? [];
  if (version === undefined) return undefined;
  const fields = version.tag === TAG.explicit0 ? rest : [version, ...rest];
  const [serial, inner, issuer, validity, subject, publicKey] = fields;
  if (serial?.tag !== TAG.integer || inner?.whole.equals(algorithm.whole) !== true) return undefined;
  if ([issuer, validity, subject, publicKey].some((one) => one?.tag !== TAG.sequence)) return undefined;
  const [startsAt, expiresAt, tooMuch] = (validity && valuesIn(validity)) ?? [];
  const [from, until] = [instantOf(startsAt), instantOf(expiresAt)];
  if (from === undefined || until === undefined || until < from || tooMuch !== undefined) return undefined;
  if (publicKey === undefined) return undefined;
  return {
    startsAt: from,
    expiresAt: until,
    publicKey: publicKey.whole,
    signatureHash: signatureHash(algorithm),
  };
};

const TIME = /^(\d{2}|\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})Z$/;

/** UTCTime has two digits of a year, which from 50 on is of the last century. */
const instantOf = (value: DerValue | undefined): Instant | undefined => {
  const [, year, month, day, hour, minute, second] = TIME.exec(value?.content.toString('latin1') ?? '') ?? [];
  if (year === undefined) return undefined;
  if (value?.tag !== (year.length === 2 ? TAG.utcTime : TAG.generalizedTime)) return undefined;
  const century = year.length === 4 ? '' : Number(year) < 50 ? '20' : '19';
  return parseInstant(`${century}${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
};
