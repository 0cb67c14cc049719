import { createPublicKey } from 'node:crypto';
import * as z from 'zod';

const isP256 = (text: string): boolean => {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return false;
  try {
    const key = createPublicKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'spki' });
    return key.asymmetricKeyDetails?.namedCurve === 'prime256v1';
  } catch {
    return false;
  }
};

/** A public key that verifies ECDSA over P-256: base64 of its DER form, in one line, as SendGrid shows it. */
export const eventKey = z
  .string()
  .refine(isP256, { error: 'must be the base64 text of an ECDSA P-256 public key, as SendGrid shows it' });
