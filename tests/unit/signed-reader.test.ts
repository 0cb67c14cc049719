import { describe, expect, test } from '@jest/globals';
import { x509SignedReader } from '../../lib/adapters/x509/certificate-chain.ts';
import { x509CertificateReader } from '../../lib/adapters/x509/certificate-reader.ts';
import { generateAuthority } from '../../local/certificates/generate.ts';
import { generateRequest, signRequest } from '../../local/certificates/requests.ts';

const reader = x509SignedReader();
const validity = {
  notBefore: new Date(Date.now() - 60_000),
  notAfter: new Date(Date.now() + 90 * 86_400_000),
};
const pemOf = (label: string, der: Buffer): string =>
  `-----BEGIN ${label}-----\n${der.toString('base64').replace(/.{64}/g, '$&\n')}\n-----END ${label}-----\n`;

const signed = async () => {
  const authority = await generateAuthority('Authority', validity);
  const request = await generateRequest('ledger');
  const leaf = await signRequest(authority, request.csr, validity);
  const ca = Buffer.from(authority.cert.replace(/-----[^-]+-----|\s/g, ''), 'base64');
  return { request, leaf, ca };
};
/** PKCS #7 as authorities send it: the certificates, and nothing that is signed. */
const sequence = (tag: number, ...parts: readonly Buffer[]): Buffer => {
  const content = Buffer.concat(parts);
  const length = content.length;
  const head =
    length < 0x80
      ? [tag, length]
      : length < 0x100
        ? [tag, 0x81, length]
        : [tag, 0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from(head), content]);
};
const pkcs7 = (...ders: readonly Buffer[]): Buffer =>
  sequence(
    0x30,
    Buffer.from('06092a864886f70d010702', 'hex'),
    sequence(
      0xa0,
      sequence(
        0x30,
        Buffer.from('020101', 'hex'),
        sequence(0x31),
        sequence(0x30, Buffer.from('06092a864886f70d010701', 'hex')),
        sequence(0xa0, ...ders),
        sequence(0x31),
      ),
    ),
  );

describe('what an authority sends back', () => {
  test('is read as one certificate, as several in PEM, and as PKCS #7 in both forms', async () => {
    const { leaf, ca } = await signed();
    const both = [leaf, ca].map((der) => der.toString('base64'));
    const files: readonly (readonly [Buffer | string, readonly string[]])[] = [
      [leaf, both.slice(0, 1)],
      [pemOf('CERTIFICATE', leaf), both.slice(0, 1)],
      [pemOf('CERTIFICATE', leaf) + pemOf('CERTIFICATE', ca), both],
      [pkcs7(leaf, ca), both],
      [pemOf('PKCS7', pkcs7(leaf, ca)), both],
      [pkcs7(leaf), both.slice(0, 1)],
      [Buffer.concat([leaf, ca]), both],
    ];
    for (const [file, ders] of files) {
      const read = reader.read(new Uint8Array(Buffer.from(file)));
      expect(read.ok && read.value.map(({ der }) => der)).toEqual(ders);
    }
  });

  test('with a private key in it is refused, wherever it is', async () => {
    const { leaf, request, ca } = await signed();
    const key = pemOf('PRIVATE KEY', request.key);
    const files = [
      pemOf('CERTIFICATE', leaf) + key,
      key + pemOf('CERTIFICATE', leaf) + pemOf('CERTIFICATE', ca),
    ];
    for (const file of [...files.map((text) => Buffer.from(text)), Buffer.concat([leaf, ca, request.key])])
      expect(reader.read(new Uint8Array(file))).toEqual({ ok: false, failure: { code: 'PRIVATE_KEY' } });
  });

  test('that is nothing of the kind is refused as what it is', async () => {
    const { request, leaf } = await signed();
    const cut = pkcs7(leaf).subarray(0, 200);
    const cases: readonly (readonly [Buffer, string])[] = [
      [request.csr, 'REQUEST'],
      [Buffer.from(''), 'EMPTY'],
      [Buffer.from('hello'), 'NOT_A_CERTIFICATE'],
      [Buffer.alloc(70_000, 48), 'TOO_LARGE'],
      [cut, 'MALFORMED'],
      [pkcs7(), 'NOT_A_CERTIFICATE'],
      [pkcs7(...Array.from({ length: 17 }, () => leaf)), 'SEVERAL'],
      [pkcs7(Buffer.from('3003020101', 'hex')), 'NOT_A_CERTIFICATE'],
    ];
    for (const [file, code] of cases)
      expect(reader.read(new Uint8Array(file))).toMatchObject({ ok: false, failure: { code } });
  });
});

describe('a request', () => {
  test('is about the key that the certificate made of it has', async () => {
    const { request, leaf } = await signed();
    const read = x509CertificateReader().read(new Uint8Array(leaf));
    const key = reader.requestedKey(request.csr.toString('base64'));
    expect(key).toBe(read.ok ? read.value.publicKey : '');
  });
  test('that is none is about no key', async () => {
    const { leaf } = await signed();
    for (const text of ['', 'AA==', 'MAA=', '%%', leaf.toString('base64').slice(0, 40)])
      expect(reader.requestedKey(text)).toBeUndefined();
  });
});
