import type { CertificateFault, CertificateFileFault } from '../domain/certificate-rules.ts';
import type { PublicKey } from '../domain/public-certificate.ts';
import { type Duration, days } from '../domain/time.ts';
import type { RefusedCertificate } from '../ports/texts.ts';
import { plainName } from './plain-name.ts';
import { utcWords } from './utc-words.ts';

/** Why a file on a request will not do, for whoever hung it there. The file is named, and nothing in it. */
export const certificateRefused = ({ fileName, faults }: RefusedCertificate): string => {
  const reasons = faults.map((fault) =>
    fault.code === 'UNREADABLE'
      ? 'It could not be read: it is gone, or we may not read it.'
      : certificateFaultWords(fault),
  );
  const isSecret = faults.some(({ code }) => code === 'PRIVATE_KEY');
  return [
    `The file ${plainName(fileName)} can not be used as the new certificate.`,
    ...reasons,
    isSecret
      ? 'Please delete the file from this request now: whoever can read the request can take the key from it.'
      : 'Please attach another file, or hand it in by the page that was mailed to you.',
  ].join(' ');
};

/** Why a certificate was not taken, and what to do: one sentence or two, without any word from the file. */
export const certificateFaultWords = (fault: CertificateFileFault | CertificateFault): string => {
  switch (fault.code) {
    case 'PRIVATE_KEY':
      return 'The file holds a private key, or may hold one. It was not kept. If the key has left its place, make a new one; hand in the public certificate alone.';
    case 'EMPTY':
      return 'The file is empty.';
    case 'TOO_LARGE':
      return `The file is larger than ${fault.longest / 1024} KiB, which no certificate is.`;
    case 'SEVERAL':
      return 'The file holds more than one certificate. Hand in the certificate of the application alone, without its chain.';
    case 'REQUEST':
      return 'The file is a request for a certificate (CSR). Hand in the certificate that was made from it.';
    case 'NOT_A_CERTIFICATE':
      return 'The file is not a certificate. Hand in a .cer, .crt or .pem file, in DER or PEM.';
    case 'MALFORMED':
      return 'The certificate in the file is damaged or incomplete. Export it once more.';
    case 'KEY_KIND':
      return `Its key is ${keyWords(fault.key)}, which can not be used here. Make the certificate with an RSA key.`;
    case 'WEAK_KEY':
      return `Its key has ${bitsOf(fault.key)} bits, which is too weak. It needs ${fault.atLeast} or more.`;
    case 'WEAK_HASH':
      return 'It is signed with a hash that is too weak or not known. Sign it with SHA-256 or better.';
    case 'NOT_YET_VALID':
      return `It is not valid before ${utcWords(fault.startsAt)}.`;
    case 'EXPIRED':
      return `It expired on ${utcWords(fault.expiresAt)}.`;
    case 'LONGER_THAN_POLICY':
      return `It lives ${inDays(fault.lifetime)}; at most ${inDays(fault.longest)} are allowed.`;
    case 'SAME_AS_OLD':
      return 'It is a certificate that the application has already. Make a new one.';
    case 'ENDS_NO_LATER':
      return `It ends on ${utcWords(fault.expiresAt)}, which is not later than the one that it is to replace.`;
  }
};

const bitsOf = (key: PublicKey): number => (key.kind === 'other' ? 0 : key.bits);
const keyWords = (key: PublicKey): string => {
  if (key.kind === 'other') return 'of another kind';
  return key.kind === 'ec' ? 'on an elliptic curve' : 'RSA';
};
const inDays = (duration: Duration): string => `${Math.ceil(duration / days(1))} days`;
