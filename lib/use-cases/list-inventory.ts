import type { Source } from '../domain/credential.ts';
import type { Judged } from '../domain/judged.ts';
import { type Policy, stagePolicyFor } from '../domain/policy.ts';
import { stageOf } from '../domain/stage.ts';
import type { Tenant } from '../domain/tenant.ts';
import { toIso } from '../domain/time.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { Subjects, SubjectState } from '../ports/subjects.ts';
import { unreadable } from './each-due.ts';

interface Deps {
  readonly subjects: Subjects;
  readonly tenants: readonly Tenant[];
  readonly policy: Policy;
  readonly clock: Clock;
  readonly log: Log;
}

/** One line of the inventory: a credential, where it stands, and what was said of it. Never a value. */
export interface InventoryEntry {
  readonly tenant: string;
  readonly environment: string;
  readonly source: Source;
  readonly subjectId: string;
  readonly subject: string;
  readonly credentialId: string;
  readonly kind: string;
  readonly keyId: string;
  readonly name: string | undefined;
  readonly startsAt: string | undefined;
  readonly expiresAt: string | undefined;
  readonly stage: string;
  readonly announced: string | undefined;
}

/** Every credential that is known, the next to expire first. */
export const listInventory = (deps: Deps) => async (): Promise<readonly InventoryEntry[]> => {
  const now = deps.clock.now();
  const entries: InventoryEntry[] = [];
  for (const tenant of deps.tenants) {
    for await (const state of deps.subjects.list(tenant.id, unreadable(deps.log)))
      entries.push(...entriesOf(state, deps.policy, now));
  }
  return entries.sort((a, b) => (a.expiresAt ?? '9').localeCompare(b.expiresAt ?? '9'));
};

const entriesOf = (
  { facts, judged }: SubjectState,
  policy: Policy,
  now: ReturnType<Clock['now']>,
): InventoryEntry[] =>
  facts.credentials.map((credential) => {
    const memory: Judged | undefined = judged[credential.id];
    const iso = (at: typeof credential.expiresAt) => (at === undefined ? undefined : toIso(at));
    return {
      tenant: facts.tenant,
      environment: facts.environment,
      source: facts.source,
      subjectId: facts.id,
      subject: facts.name,
      credentialId: credential.id,
      kind: credential.kind,
      keyId: credential.keyId,
      name: credential.name,
      startsAt: iso(credential.startsAt),
      expiresAt: iso(credential.expiresAt),
      stage: stageOf(credential, stagePolicyFor(policy, facts, credential), now),
      announced: memory?.announced,
    };
  });
