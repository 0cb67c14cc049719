import * as z from 'zod';
import type { TenantId } from '../../domain/ids.ts';
import { fail, ok, type Result } from '../../domain/result.ts';
import { toIso } from '../../domain/time.ts';
import type {
  ApplicationCertificates,
  HeldCertificate,
  NewCertificate,
} from '../../ports/application-certificates.ts';
import type { Holder, IssuerFailure } from '../../ports/credential-issuer.ts';
import type { GraphClient } from './graph-client.ts';
import { graphFailure, notUnderstood } from './graph-failure.ts';
import { thumbprintIn } from './key-identifier.ts';

/** An entry as Graph gave it, whatever else is in it: one that is kept must go back unchanged. */
const entry = z.looseObject({
  keyId: z.guid().toLowerCase(),
  displayName: z.string().nullish(),
  customKeyIdentifier: z.string().nullish(),
});
type Entry = z.infer<typeof entry>;
const answer = z.object({ keyCredentials: z.array(entry) });

/**
 * The certificates of applications in Graph. It has no call that adds or removes one without a proof by the old one's private
 * key, which only its owner has; so the whole array is replaced.
 *
 * Invariant: what was read right before goes back as it was read, and what is there afterwards is read once more. Whoever
 * wrote at the same moment and was last has undone ours, and that is an outage: it is tried again on what is there then.
 */
export const graphApplicationCertificates = ({
  clientFor,
}: {
  readonly clientFor: (tenant: TenantId) => GraphClient;
}): ApplicationCertificates => {
  const entries = async (holder: Holder): Promise<Result<readonly Entry[], IssuerFailure>> => {
    const said = await attempt(() =>
      clientFor(holder.tenant).get(`${pathOf(holder)}?$select=id,keyCredentials`),
    );
    if (!said.ok) return said;
    const application = answer.safeParse(said.value);
    return application.success ? ok(application.data.keyCredentials) : fail(notUnderstood);
  };

  const replace = async (
    holder: Holder,
    keyCredentials: readonly object[],
    isDone: (now: readonly Entry[]) => boolean,
  ): Promise<Result<undefined, IssuerFailure>> => {
    const written = await attempt(() => clientFor(holder.tenant).patch(pathOf(holder), { keyCredentials }));
    if (!written.ok) return written;
    const now = await entries(holder);
    if (!now.ok) return now;
    return isDone(now.value) ? ok(undefined) : fail(OVERTAKEN);
  };

  return {
    held: async (holder) => {
      const found = await entries(holder);
      return found.ok ? ok(found.value.map(heldOf)) : found;
    },
    add: async (holder, certificate) => {
      const before = await entries(holder);
      if (!before.ok) return before;
      const isThere = hasKey(certificate.keyId);
      if (isThere(before.value)) return ok(undefined);
      return replace(holder, [...before.value, entryOf(certificate)], isThere);
    },
    remove: async (holder, keyId) => {
      const before = await entries(holder);
      if (!before.ok) return before.failure.code === 'NOT_FOUND' ? ok(undefined) : before;
      const isThere = hasKey(keyId);
      if (!isThere(before.value)) return ok(undefined);
      const rest = before.value.filter((one) => one.keyId !== keyId.toLowerCase());
      return replace(holder, rest, (now) => !isThere(now));
    },
  };
};

const OVERTAKEN: IssuerFailure = {
  code: 'UNAVAILABLE',
  detail:
    'What was written can not be seen: someone else wrote at the same moment, or Graph is not that far yet.',
};

const hasKey =
  (keyId: string) =>
  (entries: readonly Entry[]): boolean =>
    entries.some((one) => one.keyId === keyId.toLowerCase());

const heldOf = ({ keyId, displayName, customKeyIdentifier }: Entry): HeldCertificate => ({
  keyId,
  name: displayName ?? undefined,
  thumbprint: thumbprintIn(customKeyIdentifier),
});

const entryOf = ({ keyId, name, der, thumbprint, startsAt, expiresAt }: NewCertificate) => ({
  keyId,
  displayName: name,
  type: 'AsymmetricX509Cert',
  usage: 'Verify',
  key: der,
  customKeyIdentifier: Buffer.from(thumbprint, 'hex').toString('base64'),
  startDateTime: toIso(startsAt),
  endDateTime: toIso(expiresAt),
});

const pathOf = ({ nativeId }: Holder): string => `/applications/${encodeURIComponent(nativeId)}`;

const attempt = async (request: () => Promise<unknown>): Promise<Result<unknown, IssuerFailure>> => {
  try {
    return ok(await request());
  } catch (error) {
    return fail(graphFailure(error));
  }
};
