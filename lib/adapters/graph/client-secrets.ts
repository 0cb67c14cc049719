import * as z from 'zod';
import type { TenantId } from '../../domain/ids.ts';
import { fail, ok, type Result } from '../../domain/result.ts';
import { type Instant, parseInstant, toIso } from '../../domain/time.ts';
import type { CredentialIssuer, HeldSecret, Holder, IssuerFailure } from '../../ports/credential-issuer.ts';
import type { GraphClient } from './graph-client.ts';
import { type GraphFailure, graphFailure, notUnderstood } from './graph-failure.ts';

const heldSchema = z.object({
  passwordCredentials: z.array(
    z.object({ keyId: z.guid().toLowerCase(), displayName: z.string().nullish() }),
  ),
});
const issuedSchema = z.object({
  keyId: z.guid().toLowerCase(),
  secretText: z.string().min(1),
  endDateTime: z.string().nullish(),
});

/** Makes and removes client secrets of applications. Graph chooses their values and tells each one once. */
export const graphClientSecrets = ({
  clientFor,
}: {
  readonly clientFor: (tenant: TenantId) => GraphClient;
}): CredentialIssuer => {
  const held = async (holder: Holder): Promise<Result<readonly HeldSecret[], IssuerFailure>> => {
    const answer = await attempt(() =>
      clientFor(holder.tenant).get(`${pathOf(holder)}?$select=id,passwordCredentials`),
    );
    if (!answer.ok) return answer;
    const application = heldSchema.safeParse(answer.value);
    if (!application.success) return fail(notUnderstood);
    return ok(
      application.data.passwordCredentials.map(({ keyId, displayName }) => ({
        keyId,
        name: displayName ?? undefined,
      })),
    );
  };

  return {
    held,
    add: async (holder, name, expiresAt) => {
      const passwordCredential = { displayName: name, endDateTime: toIso(expiresAt) };
      const answer = await attempt(() =>
        clientFor(holder.tenant).post(`${pathOf(holder)}/addPassword`, { passwordCredential }),
      );
      if (!answer.ok) return answer;
      const issued = issuedSchema.safeParse(answer.value);
      // Whatever was made is found again by its name; its value is lost.
      if (!issued.success) return fail(notUnderstood);
      const { keyId, secretText, endDateTime } = issued.data;
      return ok({ keyId, value: secretText, expiresAt: instantOf(endDateTime) ?? expiresAt });
    },
    remove: async (holder, keyId) => {
      const answer = await attempt(() =>
        clientFor(holder.tenant).post(`${pathOf(holder)}/removePassword`, { keyId }),
      );
      // Gone with its application.
      if (answer.ok || answer.failure.code === 'NOT_FOUND') return ok(undefined);
      if (answer.failure.code !== 'REJECTED') return answer;
      // Graph refuses an unknown key id with a plain 400; only its text would tell, so the application is asked.
      const left = await held(holder);
      if (!left.ok) return left.failure.code === 'NOT_FOUND' ? ok(undefined) : left;
      return left.value.some((secret) => secret.keyId === keyId.toLowerCase()) ? answer : ok(undefined);
    },
  };
};

const pathOf = ({ nativeId }: Holder): string => `/applications/${encodeURIComponent(nativeId)}`;

const instantOf = (text: string | null | undefined): Instant | undefined => parseInstant(text ?? '');

const attempt = async (request: () => Promise<unknown>): Promise<Result<unknown, GraphFailure>> => {
  try {
    return ok(await request());
  } catch (error) {
    return fail(graphFailure(error));
  }
};
