import * as z from 'zod';
import type { TenantId } from '../../domain/ids.ts';
import { fail, ok, type Result } from '../../domain/result.ts';
import { parseInstant, toIso } from '../../domain/time.ts';
import type { Holder, IssuerFailure } from '../../ports/credential-issuer.ts';
import type { Signer, SigningCertificate, SigningCertificates } from '../../ports/signing-certificates.ts';
import { type KeyEntry, readKey } from './credential-entry-schema.ts';
import { foldedKeys } from './folded-keys.ts';
import type { GraphClient } from './graph-client.ts';
import { type GraphFailure, graphFailure, notUnderstood } from './graph-failure.ts';
import { isSameIdentifier, standsFor, thumbprintIn, thumbprintOf } from './key-identifier.ts';

const FIELDS =
  'id,preferredTokenSigningKeyThumbprint,notificationEmailAddresses,keyCredentials,passwordCredentials';
/** The directory takes no other name for one that it makes. */
const COMMON_NAME = 'CN=';

/** Kept as they came, since they are sent back as they came. */
const entry = z.looseObject({ keyId: z.guid(), customKeyIdentifier: z.string().nullish() });
const principalSchema = z.object({
  preferredTokenSigningKeyThumbprint: z.string().nullish(),
  notificationEmailAddresses: z.array(z.string()).nullish(),
  keyCredentials: z.array(entry),
  passwordCredentials: z.array(entry),
});
type Principal = z.infer<typeof principalSchema>;

const madeSchema = z.object({
  keyId: z.guid().toLowerCase(),
  thumbprint: z.string().regex(/^[0-9a-f]{40}$/i),
  endDateTime: z.string().nullish(),
});

/**
 * Signing certificates of service principals. Each is three entries that share an identifier: the private half, the public
 * one, and the password of the first. They are made together by an action of their own, and go together by a PATCH that
 * replaces both collections, since the action that removes keys wants a proof by the very key.
 */
export const graphSigningCertificates = ({
  clientFor,
}: {
  readonly clientFor: (tenant: TenantId) => GraphClient;
}): SigningCertificates => {
  const read = async (holder: Holder): Promise<Result<Principal, IssuerFailure>> => {
    const answer = await attempt(() => clientFor(holder.tenant).get(`${pathOf(holder)}?$select=${FIELDS}`));
    if (!answer.ok) return answer;
    const principal = principalSchema.safeParse(answer.value);
    return principal.success ? ok(principal.data) : fail(notUnderstood);
  };

  return {
    look: async (holder) => {
      const principal = await read(holder);
      return principal.ok ? ok(signerOf(principal.value)) : principal;
    },
    add: async (holder, name, expiresAt) => {
      const wanted = { displayName: `${COMMON_NAME}${name}`, endDateTime: toIso(expiresAt) };
      const answer = await attempt(() =>
        clientFor(holder.tenant).post(`${pathOf(holder)}/addTokenSigningCertificate`, wanted),
      );
      if (!answer.ok) return answer;
      const made = madeSchema.safeParse(answer.value);
      // Whatever was made is found again by its name.
      if (!made.success) return fail(notUnderstood);
      const { keyId, thumbprint, endDateTime } = made.data;
      return ok({
        ...{ keyId, name, thumbprint: thumbprint.toUpperCase() },
        expiresAt: parseInstant(endDateTime ?? '') ?? expiresAt,
      });
    },
    use: async (holder, thumbprint) => {
      const change = { preferredTokenSigningKeyThumbprint: thumbprint };
      const answer = await attempt(() => clientFor(holder.tenant).patch(pathOf(holder), change));
      return answer.ok ? ok(undefined) : answer;
    },
    remove: async (holder, keyId) => {
      const principal = await read(holder);
      // Gone with its service principal.
      if (!principal.ok) return principal.failure.code === 'NOT_FOUND' ? ok(undefined) : principal;
      const { keyCredentials, passwordCredentials } = principal.value;
      const goes = entriesOf(principal.value, keyId.toLowerCase());
      if (goes === undefined) return ok(undefined);
      if (signerOf(principal.value).inUse === keyId.toLowerCase())
        return fail({ code: 'IN_USE', detail: 'The directory signs with this certificate.' });
      const stays = (one: z.infer<typeof entry>): boolean => !goes.has(one);
      const change = {
        keyCredentials: keyCredentials.filter(stays),
        passwordCredentials: passwordCredentials.filter(stays),
      };
      const answer = await attempt(() => clientFor(holder.tenant).patch(pathOf(holder), change));
      return answer.ok ? ok(undefined) : answer;
    },
  };
};

const keysOf = ({ keyCredentials }: Principal): readonly KeyEntry[] =>
  keyCredentials.flatMap((one) => {
    const key = readKey(one);
    return key.ok ? [key.value] : [];
  });

const signerOf = (principal: Principal): Signer => {
  const preferred = thumbprintOf(principal.preferredTokenSigningKeyThumbprint);
  const signing = foldedKeys(keysOf(principal)).filter(({ signs }) => signs);
  const used =
    preferred === undefined
      ? signing.length === 1
        ? signing[0]
        : undefined
      : signing.find(({ key }) => standsFor(key.customKeyIdentifier, preferred));
  return {
    certificates: signing.map(({ key }): SigningCertificate => ({
      keyId: key.keyId,
      name: key.displayName?.replace(COMMON_NAME, ''),
      thumbprint:
        thumbprintIn(key.customKeyIdentifier) ?? (key.keyId === used?.key.keyId ? preferred : undefined),
      expiresAt: key.endDateTime,
    })),
    inUse: used?.key.keyId,
    notify: principal.notificationEmailAddresses ?? [],
  };
};

/** All entries that are one certificate; undefined if there is none of that key id. */
const entriesOf = (principal: Principal, keyId: string): ReadonlySet<z.infer<typeof entry>> | undefined => {
  const all = [...principal.keyCredentials, ...principal.passwordCredentials];
  const shown = principal.keyCredentials.find((one) => one.keyId.toLowerCase() === keyId);
  if (shown === undefined) return undefined;
  // Without an identifier the halves are told by what they have in common, as where they are read.
  const isHalf = (one: KeyEntry): boolean =>
    foldedKeys(keysOf(principal).filter((key) => key.keyId === keyId || key.keyId === one.keyId)).length ===
    1;
  const halves = keysOf(principal).filter((one) => one.keyId === keyId || isHalf(one));
  const keyIds = new Set(halves.map((one) => one.keyId));
  return new Set(
    all.filter(
      (one) =>
        keyIds.has(one.keyId.toLowerCase()) ||
        isSameIdentifier(one.customKeyIdentifier, shown.customKeyIdentifier),
    ),
  );
};

const pathOf = ({ nativeId }: Holder): string => `/servicePrincipals/${encodeURIComponent(nativeId)}`;

const attempt = async (request: () => Promise<unknown>): Promise<Result<unknown, GraphFailure>> => {
  try {
    return ok(await request());
  } catch (error) {
    return fail(graphFailure(error));
  }
};
