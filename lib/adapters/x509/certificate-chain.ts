import type { CertificateFileFault } from '../../domain/certificate-rules.ts';
import type { PublicCertificate } from '../../domain/public-certificate.ts';
import { fail, ok, type Result } from '../../domain/result.ts';
import type { SignedReader } from '../../ports/signed-reader.ts';
import { x509CertificateReader } from './certificate-reader.ts';
import { type DerValue, firstValue, oidText, TAG, valuesIn } from './der.ts';
import { pemBlocks } from './pem.ts';

const SIGNED_DATA = '1.2.840.113549.1.7.2';
/** From the certificate to its root, and some to spare. */
const MOST = 16;

type Read = Result<readonly PublicCertificate[], CertificateFileFault>;

/** Reads what an authority sends back: one certificate, several in PEM, or PKCS #7 (.p7b) with the chain. */
export const x509SignedReader = (): SignedReader => {
  const one = x509CertificateReader();
  const each = (ders: readonly Buffer[]): Read => {
    if (ders.length === 0) return fail({ code: 'NOT_A_CERTIFICATE' });
    if (ders.length > MOST) return fail({ code: 'SEVERAL' });
    const certificates: PublicCertificate[] = [];
    for (const der of ders) {
      const read = one.read(der);
      if (!read.ok) return read;
      certificates.push(read.value);
    }
    return ok(certificates);
  };

  return {
    read: (file) => {
      const whole = one.read(file);
      // A private key, or what is too long or nothing at all, is refused for the same reasons.
      if (whole.ok) return ok([whole.value]);
      if (whole.failure.code !== 'SEVERAL') return whole;
      const bytes = Buffer.from(file);
      if (bytes[0] === TAG.sequence) return each(certificatesIn(bytes));
      const blocks = pemBlocks(bytes.toString('latin1').replace(/^\u00ef\u00bb\u00bf/, '')) ?? [];
      return each(
        blocks.flatMap(({ label, bytes: der }) =>
          label === 'PKCS7' ? certificatesIn(der) : label === 'CERTIFICATE' ? [der] : [],
        ),
      );
    },
    requestedKey: (csr) => {
      const outer = firstValue(Buffer.from(csr, 'base64'));
      const toBeSigned = outer && valuesIn(outer)?.[0];
      const [version, name, key] = (toBeSigned && valuesIn(toBeSigned)) ?? [];
      return version?.tag === TAG.integer && name?.tag === TAG.sequence && key?.tag === TAG.sequence
        ? key.whole.toString('base64')
        : undefined;
    },
  };
};

/** The certificates in PKCS #7, or one after another in DER. */
const certificatesIn = (bytes: Buffer): readonly Buffer[] => {
  const first = firstValue(bytes);
  if (first === undefined) return [];
  const [type, content] = valuesIn(first) ?? [];
  if (oidText(type) !== SIGNED_DATA) return sequencesIn(bytes);
  const signedData = content && firstValue(content.content);
  const certificates = (signedData && valuesIn(signedData))?.find(({ tag }) => tag === TAG.explicit0);
  return (certificates && valuesIn(certificates))?.map(({ whole }: DerValue) => whole) ?? [];
};

const sequencesIn = (bytes: Buffer): readonly Buffer[] => {
  const all: Buffer[] = [];
  for (let rest = bytes; rest.length > 0;) {
    const value = firstValue(rest);
    if (value === undefined) return [];
    all.push(value.whole);
    rest = rest.subarray(value.whole.length);
  }
  return all;
};
