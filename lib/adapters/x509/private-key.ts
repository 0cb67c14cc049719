import { firstValue, oidText, TAG, valuesIn } from './der.ts';

/** What stands in files of programs that keep private keys as text. */
const WORDS = [
  /PRIVATE[ _]KEY/i,
  /PuTTY-User-Key-File|Private-Lines:/i,
  // A JSON Web Key, and a key as .NET writes it, with its private part.
  /"kty"[^]*"d"\s*:|"d"\s*:[^]*"kty"/,
  /<RSAKeyValue>[^]*<D>/i,
];
/** Java keystores (JKS, JCEKS), by their first bytes. */
const KEYSTORES = ['feedfeed', 'cececece'];
/** The start of every content type of PKCS #7, in bytes. */
const PKCS7 = Buffer.from('2a864886f70d0107', 'hex');

/** Whether a file says of itself that it holds a private key, in any encoding of text. */
export const speaksOfPrivateKey = (file: Buffer): boolean => {
  const text = file.toString('latin1').replaceAll('\0', '');
  return WORDS.some((word) => word.test(text)) || KEYSTORES.includes(file.subarray(0, 4).toString('hex'));
};

/** Whether these bytes are a private key: PKCS #1, PKCS #8 (encrypted too), SEC 1, DSA, or a store of keys (PKCS #12). */
export const isPrivateKey = (bytes: Buffer): boolean => {
  if (isKeyStore(bytes)) return true;
  const outer = firstValue(bytes);
  if (outer?.tag !== TAG.sequence) return false;
  const [first, second, third, ...others] = valuesIn(outer) ?? [];
  if (first?.tag === TAG.integer) {
    if (second?.tag === TAG.octetString) return true; // SEC 1
    if (second?.tag === TAG.sequence && third?.tag === TAG.octetString) return true; // PKCS #8
    return [second, third, ...others].filter((one) => one?.tag === TAG.integer).length >= 4; // PKCS #1, DSA
  }
  const isEncrypted = second?.tag === TAG.octetString && third === undefined;
  return isEncrypted && first?.tag === TAG.sequence && oidText(valuesIn(first)?.[0]) !== undefined;
};

/** A .pfx or .p12 begins with version 3 and a content type; some programs write it with lengths that DER would not have. */
const isKeyStore = (bytes: Buffer): boolean =>
  bytes[0] === TAG.sequence &&
  bytes.subarray(0, 8).includes(Buffer.from('020103', 'hex')) &&
  bytes.subarray(0, 32).includes(PKCS7);
