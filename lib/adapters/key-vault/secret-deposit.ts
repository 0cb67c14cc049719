import type { SecretClient } from '@azure/keyvault-secrets';
import * as z from 'zod';
import type { DepositedVersion } from '../../domain/deposit.ts';
import { ID_PATTERN, readId, type RenewalId, type TenantId } from '../../domain/ids.ts';
import { fail, ok, type Result } from '../../domain/result.ts';
import { instantOfMs, seconds } from '../../domain/time.ts';
import type { DepositFailure, Depository } from '../../ports/depository.ts';
import { vaultFailure } from './vault-failure.ts';

type Client = Pick<SecretClient, 'setSecret' | 'listPropertiesOfSecretVersions'>;

const TIMEOUT = seconds(20);

/** What we write beside a value, so that whoever takes over knows what is there. */
const tags = z.object({
  renewal: z.string().regex(ID_PATTERN),
  attempt: z.string().regex(/^\d{1,6}$/),
  keyId: z.string().min(1),
});

const ours = z.object({
  version: z.string(),
  enabled: z.literal(true),
  createdOn: z.date(),
  expiresOn: z.date(),
  tags,
});

/** Puts values into Key Vaults. It asks for the properties of versions, and never for a value. */
export const keyVaultDepository = (clientFor: (tenant: TenantId, vault: string) => Client): Depository => ({
  put: async (tenant, { vault, secret }, value, { renewalId, attempt, keyId, expiresAt }) => {
    try {
      const { properties } = await clientFor(tenant, vault).setSecret(secret, value, {
        contentType: 'text/plain',
        expiresOn: new Date(expiresAt),
        tags: { renewal: renewalId, attempt: `${attempt}`, keyId },
        abortSignal: AbortSignal.timeout(TIMEOUT),
      });
      return properties.version === undefined
        ? fail({ code: 'UNAVAILABLE', detail: 'The vault does not say which version it made.' })
        : ok({ version: properties.version });
    } catch (error) {
      return depositFailure(error);
    }
  },
  find: async (tenant, { vault, secret }, renewalId) => {
    try {
      let newest: z.infer<typeof ours> | undefined;
      const options = { abortSignal: AbortSignal.timeout(TIMEOUT) };
      const versions = clientFor(tenant, vault).listPropertiesOfSecretVersions(secret, options);
      for await (const each of versions) {
        const read = ours.safeParse(each);
        if (!read.success || read.data.tags.renewal !== renewalId) continue;
        if (newest === undefined || isNewer(read.data, newest)) newest = read.data;
      }
      return ok(newest && saidBy(newest));
    } catch (error) {
      // Nobody has put anything there yet.
      return vaultFailure(error).code === 'NOT_FOUND' ? ok(undefined) : depositFailure(error);
    }
  },
});

/** Vaults count in whole seconds; of two in one, the later attempt is the newer. */
const isNewer = (a: z.infer<typeof ours>, b: z.infer<typeof ours>): boolean =>
  a.createdOn.getTime() > b.createdOn.getTime() ||
  (a.createdOn.getTime() === b.createdOn.getTime() && Number(a.tags.attempt) > Number(b.tags.attempt));

const saidBy = ({ version, expiresOn, tags: said }: z.infer<typeof ours>): DepositedVersion => ({
  renewalId: readId<RenewalId>(said.renewal),
  attempt: Number(said.attempt),
  keyId: said.keyId,
  expiresAt: instantOfMs(expiresOn.getTime()),
  version,
});

/** An SDK error may carry the request along, and with it the value: only status and code are repeated. */
const depositFailure = (error: unknown): Result<never, DepositFailure> => {
  const { code, detail } = vaultFailure(error);
  return fail({ code: code === 'UNAVAILABLE' ? 'UNAVAILABLE' : 'REFUSED', detail });
};
