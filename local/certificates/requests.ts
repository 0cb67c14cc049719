// The library keeps its registries in metadata and refuses to load without it.
import 'reflect-metadata';
import { createPrivateKey, KeyObject, webcrypto } from 'node:crypto';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  Pkcs10CertificateRequest,
  Pkcs10CertificateRequestGenerator,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';
import type { Validity } from './generate.ts';
import type { PemPair } from './pem-pair.ts';

const CURVE = { name: 'ECDSA', namedCurve: 'P-256' };
const SIGNATURE = { name: 'ECDSA', hash: 'SHA-256' };

/** A request for a certificate, with the key that it is about; all in DER. */
export interface KeyedRequest {
  readonly csr: Buffer;
  readonly key: Buffer;
}

/** A new key, and the request for a certificate of it. */
export const generateRequest = async (commonName: string): Promise<KeyedRequest> => {
  const keys = await webcrypto.subtle.generateKey(CURVE, true, ['sign', 'verify']);
  const request = await Pkcs10CertificateRequestGenerator.create({
    name: [{ CN: [commonName] }],
    keys,
    signingAlgorithm: SIGNATURE,
  });
  return {
    csr: Buffer.from(request.rawData),
    key: KeyObject.from(keys.privateKey).export({ type: 'pkcs8', format: 'der' }),
  };
};

/** The certificate that a request asks for, signed by an authority; in DER. Throws if the request does not hold its key. */
export const signRequest = async (authority: PemPair, csr: Buffer, validity: Validity): Promise<Buffer> => {
  const request = new Pkcs10CertificateRequest(new Uint8Array(csr));
  if (!(await request.verify())) throw new Error('The request is not signed by its own key.');
  const issuer = new X509Certificate(authority.cert);
  const der = createPrivateKey(authority.key).export({ type: 'pkcs8', format: 'der' });
  return rawOf(
    await X509CertificateGenerator.create({
      subject: request.subject,
      issuer: issuer.subject,
      ...validity,
      publicKey: request.publicKey,
      signingKey: await signingKey(der),
      signingAlgorithm: SIGNATURE,
      extensions: [
        new BasicConstraintsExtension(false, undefined, true),
        new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
        await SubjectKeyIdentifierExtension.create(request.publicKey),
        await AuthorityKeyIdentifierExtension.create(issuer),
      ],
    }),
  );
};

/** The certificate that a request asks for, signed by its own key; in DER. */
export const selfSign = async ({ csr, key }: KeyedRequest, validity: Validity): Promise<Buffer> => {
  const request = new Pkcs10CertificateRequest(new Uint8Array(csr));
  return rawOf(
    await X509CertificateGenerator.create({
      subject: request.subject,
      issuer: request.subject,
      ...validity,
      publicKey: request.publicKey,
      signingKey: await signingKey(key),
      signingAlgorithm: SIGNATURE,
      extensions: [
        new BasicConstraintsExtension(false, undefined, true),
        new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      ],
    }),
  );
};

const signingKey = (der: Buffer): Promise<webcrypto.CryptoKey> =>
  webcrypto.subtle.importKey('pkcs8', new Uint8Array(der), CURVE, false, ['sign']);

const rawOf = (certificate: X509Certificate): Buffer => Buffer.from(certificate.rawData);
