import * as oidc from 'openid-client';
import { objectId } from '../../domain/person.ts';
import { tenantId } from '../../domain/ids.ts';
import { fail, ok, type Result } from '../../domain/result.ts';
import { type Duration, instantOfSeconds } from '../../domain/time.ts';
import type { SignedIn, SignIn, SignInAttempt, SignInFailure } from '../../ports/sign-in.ts';
import { type ClientAssertion, withAssertion } from './client-assertion.ts';
import { idClaims } from './id-claims.ts';
import { signInFailure } from './sign-in-failure.ts';

interface Options {
  /** The login of the cloud: https://login.microsoftonline.com. */
  readonly authority: URL;
  /** `organizations`, or one tenant when its guests may sign in. */
  readonly audience: string;
  readonly clientId: string;
  readonly redirectUri: URL;
  readonly clientAssertion: ClientAssertion;
  readonly timeout: Duration;
}

/**
 * Where openid-client takes an issuer with `{tenantid}` in it for what it is: the template of as many issuers as there are
 * tenants, each of which signs for itself.
 */
const PUBLIC_CLOUD = 'https://login.microsoftonline.com';

/**
 * Signs people in at Microsoft Entra: OpenID Connect code flow with PKCE, state and nonce. The client proves itself by an
 * assertion of its managed identity, so there is no secret. The token's signature is checked although it comes over TLS.
 */
export const entraSignIn = (options: Options): SignIn => {
  const { authority, audience, clientId, redirectUri, timeout } = options;
  const seconds = Math.ceil(timeout / 1000);

  const discover = async (): Promise<oidc.Configuration> => {
    const server = new URL(`${PUBLIC_CLOUD}/${audience}/v2.0`);
    // Of the other clouds the library knows no template, so their one discovery request goes to their own login; every
    // address and the issuer then come from what that login says.
    const ownLogin: oidc.CustomFetch = (url, init) =>
      fetch(url.replace(PUBLIC_CLOUD, authority.origin), init as RequestInit);
    return oidc.discovery(server, clientId, undefined, withAssertion(clientId, options.clientAssertion), {
      timeout: seconds,
      execute: [oidc.enableNonRepudiationChecks],
      [oidc.customFetch]: ownLogin,
    });
  };

  let known: oidc.Configuration | undefined;
  const configuration = async (): Promise<oidc.Configuration> => (known ??= await discover());

  const attempt = async <T>(call: () => Promise<T>): Promise<Result<T, SignInFailure>> => {
    try {
      return ok(await call());
    } catch (error) {
      return fail(signInFailure(error));
    }
  };

  return {
    begin: (fresh) =>
      attempt(async () => {
        const config = await configuration();
        const [state, nonce, verifier] = [
          oidc.randomState(),
          oidc.randomNonce(),
          oidc.randomPKCECodeVerifier(),
        ];
        const address = oidc.buildAuthorizationUrl(config, {
          redirect_uri: redirectUri.href,
          response_mode: 'query',
          scope: 'openid profile',
          state,
          nonce,
          code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
          code_challenge_method: 'S256',
          ...(fresh ? { prompt: 'login', max_age: '0' } : {}),
        });
        return { address, attempt: { state, nonce, verifier } };
      }),

    finish: async (query: string, { state, nonce, verifier }: SignInAttempt) => {
      const tokens = await attempt(async () => {
        const back = new URL(redirectUri);
        back.search = query;
        return oidc.authorizationCodeGrant(await configuration(), back, {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: verifier,
          idTokenExpected: true,
        });
      });
      return tokens.ok ? signedIn(tokens.value.claims()) : tokens;
    },
  };
};

/** The library has checked who signed the claims, for whom and until when; here is looked at what they say. */
const signedIn = (said: oidc.IDToken | undefined): Result<SignedIn, SignInFailure> => {
  const claims = idClaims.safeParse(said);
  if (!claims.success)
    return fail({ code: 'REFUSED', detail: 'The token does not say who signed in: it lacks tid or oid.' });
  const { tid, oid, name, auth_time: authTime, acct, idp, iss } = claims.data;
  return ok({
    tenant: tenantId(tid),
    objectId: objectId(oid),
    name,
    authenticatedAt: authTime === undefined ? undefined : instantOfSeconds(authTime),
    isGuest: acct === 1 || (idp !== undefined && idp !== iss && !idp.includes(tid)),
  });
};
