import { randomBytes } from 'node:crypto';

/** A certificate whose private key is elsewhere and signs there. */
export interface SigningCertificate {
  /** SHA-256 of the certificate, in base64url: by it the login finds the certificate that it holds. */
  readonly thumbprint: string;
  /** Signs by PS256, in base64url. */
  sign(text: string): Promise<string>;
}

/** The login refuses what lives longer than a few minutes more than this. */
const LIFE_SECONDS = 300;
/** Clocks differ. */
const SKEW_SECONDS = 60;

/** A statement by which an application shows that it holds the key of a certificate: https://www.rfc-editor.org/rfc/rfc7523 */
export const clientAssertion = async (
  certificate: SigningCertificate,
  { clientId, audience, now }: { readonly clientId: string; readonly audience: string; readonly now: Date },
): Promise<string> => {
  const seconds = Math.floor(now.getTime() / 1000);
  const head = encode({ alg: 'PS256', typ: 'JWT', 'x5t#S256': certificate.thumbprint });
  const claims = encode({
    aud: audience,
    iss: clientId,
    sub: clientId,
    jti: randomBytes(16).toString('base64url'),
    nbf: seconds - SKEW_SECONDS,
    exp: seconds + LIFE_SECONDS,
  });
  const text = `${head}.${claims}`;
  return `${text}.${await certificate.sign(text)}`;
};

const encode = (part: object): string => Buffer.from(JSON.stringify(part), 'utf8').toString('base64url');
