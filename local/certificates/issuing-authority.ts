import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { generateAuthority, generateIntermediate } from './generate.ts';
import { type PemPair, readPair, writePair } from './pem-pair.ts';
import { signRequest } from './requests.ts';

/** The made-up authority of the organisation, which signs what it is sent. */
export interface IssuingAuthority {
  /** The certificate that the request (DER) asks for, with what signed it behind it, in PEM. */
  sign(csr: Buffer): Promise<string>;
}

const DAY = 86_400_000;
const YEARS = 3650;

/** Opens the authority kept in `dir`, and makes it at the first start. */
export const openIssuingAuthority = async (dir: string): Promise<IssuingAuthority> => {
  await mkdir(dir, { recursive: true });
  const files = { certFile: join(dir, 'issuing.pem'), keyFile: join(dir, 'issuing-key.pem') };
  const pair = (await readPair(files)) ?? (await made(files));
  return {
    sign: async (csr) => {
      const now = Date.now();
      const validity = { notBefore: new Date(now - 3_600_000), notAfter: new Date(now + 365 * DAY) };
      const der = await signRequest(pair, csr, validity);
      return `${pemOf(der)}\n${pair.cert}`;
    },
  };
};

const made = async (files: Parameters<typeof writePair>[0]): Promise<PemPair> => {
  const now = Date.now();
  const validity = { notBefore: new Date(now - DAY), notAfter: new Date(now + YEARS * DAY) };
  const root = await generateAuthority('Northwind root, made up', validity);
  const issuing = await generateIntermediate(root, 'Northwind issuing authority, made up', validity);
  await writePair(files, issuing);
  return issuing;
};

const pemOf = (der: Buffer): string =>
  [
    '-----BEGIN CERTIFICATE-----',
    ...(der.toString('base64').match(/.{1,64}/g) ?? []),
    '-----END CERTIFICATE-----',
  ].join('\n');
