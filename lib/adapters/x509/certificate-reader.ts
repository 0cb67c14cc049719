import { type KeyObject, X509Certificate } from 'node:crypto';
import { type CertificateFileFault, LONGEST_FILE } from '../../domain/certificate-rules.ts';
import type { PublicCertificate, PublicKey } from '../../domain/public-certificate.ts';
import { fail, ok, type Result } from '../../domain/result.ts';
import type { CertificateReader } from '../../ports/certificate-reader.ts';
import { certificateParts } from './certificate-parts.ts';
import { firstValue, TAG, valuesIn } from './der.ts';
import { pemBlocks, strictBase64 } from './pem.ts';
import { isPrivateKey, speaksOfPrivateKey } from './private-key.ts';

type Read = Result<PublicCertificate, CertificateFileFault>;

/** Reads by Node's own X.509, beside our reading of the DER for what that does not tell and does not refuse. */
export const x509CertificateReader = (): CertificateReader => ({
  read: (file) => {
    const bytes = Buffer.from(file);
    if (bytes.length > LONGEST_FILE) return fail({ code: 'TOO_LARGE', longest: LONGEST_FILE });
    if (speaksOfPrivateKey(bytes) || isPrivateKey(bytes)) return fail({ code: 'PRIVATE_KEY' });
    if (bytes.toString('latin1').trim() === '') return fail({ code: 'EMPTY' });
    return bytes[0] === TAG.sequence ? fromDer(bytes) : fromText(bytes);
  },
});

const fromText = (bytes: Buffer): Read => {
  const text = bytes.toString('latin1').replace(/^\u00ef\u00bb\u00bf/, '');
  const blocks = pemBlocks(text);
  if (blocks === undefined) return fail({ code: 'MALFORMED' });
  const bare = strictBase64(text.replace(/\s+/g, ''));
  if ([...blocks.map((block) => block.bytes), bare ?? Buffer.alloc(0)].some(isPrivateKey))
    return fail({ code: 'PRIVATE_KEY' });
  if (blocks.length === 1 && blocks[0]?.label.endsWith('CERTIFICATE REQUEST') === true)
    return fail({ code: 'REQUEST' });
  if (blocks.some(({ label }) => label === 'PKCS7')) return fail({ code: 'SEVERAL' });
  const certificates = blocks.filter(({ label }) => label === 'CERTIFICATE');
  if (certificates.length > 1) return fail({ code: 'SEVERAL' });
  const [only] = certificates;
  if (only === undefined || blocks.length > 1) return fail({ code: 'NOT_A_CERTIFICATE' });
  return fromDer(only.bytes);
};

const fromDer = (der: Buffer): Read => {
  const first = firstValue(der);
  if (first === undefined) return fail({ code: 'MALFORMED' });
  const after = der.subarray(first.whole.length);
  if (after.length > 0) return fail({ code: isPrivateKey(after) ? 'PRIVATE_KEY' : severalOr(after) });
  const [inner] = valuesIn(first) ?? [];
  // PKCS #7 (.p7b) is a content type and what it holds: as a rule the whole chain.
  if (inner?.tag === TAG.oid) return fail({ code: 'SEVERAL' });
  const parts = certificateParts(der);
  const x509 = parsed(der);
  if (parts === undefined || x509 === undefined)
    return fail({ code: isRequest(der) ? 'REQUEST' : inner === undefined ? 'MALFORMED' : unlike(der) });
  return ok({
    der: der.toString('base64'),
    subject: x509.subject,
    issuer: x509.issuer,
    serialNumber: x509.serialNumber.toUpperCase(),
    startsAt: parts.startsAt,
    expiresAt: parts.expiresAt,
    thumbprint: x509.fingerprint.replaceAll(':', '').toUpperCase(),
    publicKey: parts.publicKey.toString('base64'),
    key: keyOf(x509),
    signatureHash: parts.signatureHash,
  });
};

const severalOr = (after: Buffer): 'SEVERAL' | 'MALFORMED' =>
  certificateParts(firstValue(after)?.whole ?? after) === undefined ? 'MALFORMED' : 'SEVERAL';

/** Something with the outer shape of a certificate is a damaged one; anything else is something else. */
const unlike = (der: Buffer): 'MALFORMED' | 'NOT_A_CERTIFICATE' => {
  const outer = firstValue(der);
  const [toBeSigned, algorithm, signature] = (outer && valuesIn(outer)) ?? [];
  const isShaped =
    toBeSigned?.tag === TAG.sequence && algorithm?.tag === TAG.sequence && signature?.tag === TAG.bitString;
  return isShaped ? 'MALFORMED' : 'NOT_A_CERTIFICATE';
};

/** PKCS #10 is signed like a certificate; what is signed begins with version 0, a name and a key. */
const isRequest = (der: Buffer): boolean => {
  const outer = firstValue(der);
  const toBeSigned = outer && valuesIn(outer)?.[0];
  const [version, name, key, attributes] = (toBeSigned && valuesIn(toBeSigned)) ?? [];
  return (
    version?.tag === TAG.integer &&
    version.content.equals(Buffer.of(0)) &&
    name?.tag === TAG.sequence &&
    key?.tag === TAG.sequence &&
    attributes?.tag === TAG.explicit0
  );
};

const parsed = (der: Buffer): X509Certificate | undefined => {
  try {
    const x509 = new X509Certificate(der);
    return x509.raw.equals(der) ? x509 : undefined;
  } catch {
    return undefined; // whatever it did not like: it is no certificate that others could read
  }
};

const CURVE_BITS: Readonly<Record<string, number>> = { prime256v1: 256, secp384r1: 384, secp521r1: 521 };

const keyOf = (x509: X509Certificate): PublicKey => {
  let key: KeyObject;
  try {
    key = x509.publicKey;
  } catch {
    return { kind: 'other', name: 'unknown' }; // an algorithm that this Node does not know
  }
  const { modulusLength, namedCurve } = key.asymmetricKeyDetails ?? {};
  if (key.asymmetricKeyType === 'rsa' && modulusLength !== undefined)
    return { kind: 'rsa', bits: modulusLength };
  if (key.asymmetricKeyType === 'ec' && namedCurve !== undefined)
    return { kind: 'ec', curve: namedCurve, bits: CURVE_BITS[namedCurve] ?? 0 };
  return { kind: 'other', name: key.asymmetricKeyType ?? 'unknown' };
};
