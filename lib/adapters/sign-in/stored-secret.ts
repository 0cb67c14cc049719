import type { ClientSecretCredential, TokenCredential } from '@azure/identity';

/** A secret that was changed in its vault is used within this time, and at once where the old one is refused. */
const KEPT_MS = 3_600_000;

/** Signs in with a secret that lies in a vault. It is in memory only, and read again now and then. */
export const storedSecretCredential = (
  read: () => Promise<string>,
  credentialWith: (secret: string) => ClientSecretCredential,
  now: () => number = Date.now,
): TokenCredential => {
  let kept:
    { readonly secret: string; readonly at: number; readonly credential: TokenCredential } | undefined;
  const current = async (): Promise<TokenCredential> => {
    if (kept !== undefined && now() - kept.at < KEPT_MS) return kept.credential;
    const secret = await read();
    // The same secret keeps its credential, which keeps the tokens that it has.
    const credential = kept?.secret === secret ? kept.credential : credentialWith(secret);
    kept = { secret, at: now(), credential };
    return credential;
  };
  return {
    getToken: async (scopes, options) => {
      const credential = await current();
      try {
        return await credential.getToken(scopes, options);
      } catch (error) {
        kept = undefined;
        throw error;
      }
    },
  };
};
