import { type DerValue, firstValue, oidText, TAG, valuesIn } from './der.ts';

/** Which hash a signature algorithm uses. What is not here is not known. */
const HASH_OF: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.1.2': 'md2',
  '1.2.840.113549.1.1.3': 'md4',
  '1.2.840.113549.1.1.4': 'md5',
  '1.2.840.113549.1.1.5': 'sha1',
  '1.2.840.113549.1.1.14': 'sha224',
  '1.2.840.113549.1.1.11': 'sha256',
  '1.2.840.113549.1.1.12': 'sha384',
  '1.2.840.113549.1.1.13': 'sha512',
  '1.3.14.3.2.29': 'sha1',
  '1.2.840.10040.4.3': 'sha1',
  '2.16.840.1.101.3.4.3.1': 'sha224',
  '2.16.840.1.101.3.4.3.2': 'sha256',
  '1.2.840.10045.4.1': 'sha1',
  '1.2.840.10045.4.3.1': 'sha224',
  '1.2.840.10045.4.3.2': 'sha256',
  '1.2.840.10045.4.3.3': 'sha384',
  '1.2.840.10045.4.3.4': 'sha512',
  '2.16.840.1.101.3.4.3.14': 'sha3-256',
  '2.16.840.1.101.3.4.3.15': 'sha3-384',
  '2.16.840.1.101.3.4.3.16': 'sha3-512',
  // EdDSA
  '1.3.101.112': 'none',
  '1.3.101.113': 'none',
};

const RSASSA_PSS = '1.2.840.113549.1.1.10';
const PSS_HASH: Readonly<Record<string, string>> = {
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.4': 'sha224',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};

/** The hash of an AlgorithmIdentifier; undefined if it is none that we know. */
export const signatureHash = (algorithm: DerValue): string | undefined => {
  const [oid, parameters] = valuesIn(algorithm) ?? [];
  const name = oidText(oid);
  if (name === RSASSA_PSS) return pssHash(parameters);
  return name === undefined ? undefined : HASH_OF[name];
};

/** Said in its parameters; not said, it is SHA-1 (RFC 4055). */
const pssHash = (parameters: DerValue | undefined): string | undefined => {
  if (parameters === undefined) return 'sha1';
  const hash = valuesIn(parameters)?.find(({ tag }) => tag === TAG.explicit0);
  if (hash === undefined) return 'sha1';
  const algorithm = firstValue(hash.content);
  const name = oidText(algorithm && valuesIn(algorithm)?.[0]);
  return name === undefined ? undefined : PSS_HASH[name];
};
