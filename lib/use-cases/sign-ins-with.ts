import type { ActiveRenewal } from '../domain/renewal.ts';
import { ok, type Result } from '../domain/result.ts';
import type { SignIns } from '../domain/retirement-evidence.ts';
import type { LastUse } from '../ports/last-use.ts';
import type { Log } from '../ports/log.ts';
import type { Postponed } from './renewal-saga.ts';

/**
 * Who signed in last with the old one and with the new one. Undefined: the tenant does not tell, or its operator did not ask
 * for it; then the date holds. One that is away is waited for.
 */
export const signInsWith =
  ({ lastUse, log }: { readonly lastUse: LastUse; readonly log: Log }) =>
  async ({
    id,
    of,
    made,
  }: Extract<ActiveRenewal, { state: 'redeemed' }>): Promise<Result<SignIns | undefined, Postponed>> => {
    const holder = { tenant: of.tenant, nativeId: of.nativeId };
    const found: SignIns[keyof SignIns][] = [];
    for (const keyId of [of.keyId, made.keyId]) {
      const used = await lastUse.of(holder, keyId);
      if (used.ok) {
        found.push(used.value);
        continue;
      }
      const { code, detail } = used.failure;
      if (code === 'UNAVAILABLE') return { ok: false, failure: { code, detail } };
      if (code === 'NOT_OFFERED') log('LAST_USE_UNKNOWN', { renewalId: id, tenant: of.tenant, detail });
      return ok(undefined);
    }
    const [old, isUsed] = found;
    return ok({ old, made: isUsed });
  };
