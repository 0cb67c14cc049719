import { decodeJwt, errors, type JWTVerifyGetKey, jwtVerify } from 'jose';
import * as z from 'zod';
import { APP_ROLES, type Caller } from '../../domain/caller.ts';
import { type TenantId, tenantId } from '../../domain/ids.ts';
import { objectId } from '../../domain/person.ts';
import { fail, ok, type Result } from '../../domain/result.ts';
import { type Duration, instantOfMs } from '../../domain/time.ts';
import type { CallerFailure, Callers } from '../../ports/callers.ts';
import type { Clock } from '../../ports/clock.ts';
import { KeysUnavailable, signingKeys } from './signing-keys.ts';

/** A tenant whose people, and programs, may call. */
export interface PeopleTenant {
  readonly id: TenantId;
  /** The login of its cloud: https://login.microsoftonline.com. */
  readonly authority: URL;
}

interface Options {
  readonly tenants: readonly PeopleTenant[];
  /** The client id of the API's registration; undefined: nobody can call. */
  readonly audience: string | undefined;
  readonly timeout: Duration;
  readonly clock: Clock;
}

/** Clocks differ by a little. */
const TOLERANCE_SECONDS = 60;
const LONGEST_TOKEN = 16 * 1024;

const claims = z.object({
  tid: z.guid(),
  oid: z.guid(),
  ver: z.literal('2.0'),
  /** The program that asked for the token. An ID token has none, and is no leave to call. */
  azp: z.guid(),
  /** Scopes: only in tokens by which a program acts for a person. */
  scp: z.string().optional(),
  roles: z.array(z.string()).default([]),
  /** An optional claim, which the registration of the API has to ask for. */
  auth_time: z.int().positive().optional(),
});

/** Callers with access tokens of Microsoft Entra (version 2.0), each from one of the tenants that were named. */
export const entraCallers = ({ tenants, audience, timeout, clock }: Options): Callers => {
  const trusted = new Map(
    tenants.map(({ id, authority }) => [
      `${authority.origin}/${id}/v2.0`,
      { id, keys: signingKeys({ url: new URL(`/${id}/discovery/v2.0/keys`, authority), timeout, clock }) },
    ]),
  );

  const verify = async (
    token: string,
    issuer: string,
    tenant: { readonly id: TenantId; readonly keys: JWTVerifyGetKey },
  ): Promise<Result<Caller, CallerFailure>> => {
    const { payload } = await jwtVerify(token, tenant.keys, {
      issuer,
      audience: audience ?? '',
      algorithms: ['RS256'],
      requiredClaims: ['exp', 'nbf'],
      clockTolerance: TOLERANCE_SECONDS,
      currentDate: new Date(clock.now()),
    });
    const said = claims.safeParse(payload);
    if (!said.success || tenantId(said.data.tid) !== tenant.id)
      return refused('The token does not say who calls, as a token of version 2.0 does.');
    const { tid, oid, scp, roles, auth_time: authTime } = said.data;
    return ok({
      tenant: tenantId(tid),
      objectId: objectId(oid),
      kind: scp === undefined ? 'application' : 'person',
      roles: APP_ROLES.filter((role) => roles.includes(role)),
      authenticatedAt: authTime === undefined ? undefined : instantOfMs(authTime * 1000),
    });
  };

  return {
    identify: async (authorization) => {
      if (audience === undefined || trusted.size === 0)
        return refused('Nobody can sign in: API_AUDIENCE and PEOPLE_TENANTS are not both set.');
      const token = /^Bearer +([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization ?? '')?.[1];
      if (token === undefined || token.length > LONGEST_TOKEN)
        return refused('Send an access token: "Authorization: Bearer …".');
      const issuer = issuerOf(token);
      const tenant = trusted.get(issuer);
      if (tenant === undefined) return refused(unknownIssuer(issuer));
      try {
        return await verify(token, issuer, tenant);
      } catch (error) {
        if (error instanceof KeysUnavailable)
          return fail({ code: 'UNAVAILABLE', detail: 'The keys of the token can not be read now.' });
        if (error instanceof errors.JOSEError) return refused(why(error));
        throw error;
      }
    },
  };
};

const refused = (detail: string) => fail({ code: 'NOT_SIGNED_IN', detail });

/** Not believed yet: it says only with whose keys to look. */
const issuerOf = (token: string): string => {
  try {
    return decodeJwt(token).iss ?? '';
  } catch {
    return '';
  }
};

const unknownIssuer = (issuer: string): string =>
  issuer.startsWith('https://sts.windows.net/')
    ? 'The token is of version 1.0. Set requestedAccessTokenVersion to 2 in the registration of the API.'
    : 'The token is not of a tenant whose people may call. They are named in PEOPLE_TENANTS.';

const why = (error: InstanceType<typeof errors.JOSEError>): string => {
  if (error instanceof errors.JWTExpired) return 'The token has expired.';
  if (error instanceof errors.JWTClaimValidationFailed)
    return error.claim === 'aud'
      ? 'The token is for another API. Ask for one whose audience is API_AUDIENCE.'
      : `The token's claim ${error.claim} is not as it has to be.`;
  return 'The token is not signed by a key of its tenant.';
};
