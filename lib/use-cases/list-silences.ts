import { isWaiting, type KeptSilence } from '../domain/kept-silence.ts';
import type { PersonKey } from '../domain/person.ts';
import type { Tenant } from '../domain/tenant.ts';
import { type Instant, toIso } from '../domain/time.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { Silences } from '../ports/silences.ts';
import { unreadable } from './each-due.ts';

interface Deps {
  readonly silences: Silences;
  readonly tenants: readonly Tenant[];
  readonly clock: Clock;
  readonly log: Log;
}

/** Every silence, the next to end first. */
export const listSilences = (deps: Deps) => async (withEnded: boolean) => {
  const now = deps.clock.now();
  const all: KeptSilence[] = [];
  for (const { id } of deps.tenants)
    for await (const kept of deps.silences.list(id, unreadable(deps.log)))
      if (withEnded || kept.ended === undefined) all.push(kept);
  return all.sort((a, b) => a.silence.until - b.silence.until).map((kept) => silenceView(kept, now));
};

/** What people are told of one silence. Reason and name are hostile text. */
export const silenceView = (kept: KeptSilence, now: Instant) => {
  const { silence, of, ended } = kept;
  return {
    id: silence.id,
    kind: silence.kind,
    standing: standing(kept, now),
    tenant: silence.tenant,
    environment: of.environment,
    subjectId: silence.subjectId,
    subject: of.name,
    credentialId: silence.credentialId,
    reason: silence.reason,
    author: ref(silence.author),
    ...(silence.approver === undefined ? {} : { approver: ref(silence.approver) }),
    startsAt: toIso(silence.startsAt),
    until: toIso(silence.until),
    ...(ended === undefined
      ? {}
      : {
          ended: {
            at: toIso(ended.at),
            cause: ended.cause,
            ...(ended.by === undefined ? {} : { by: ref(ended.by) }),
          },
        }),
  };
};

const standing = (
  { silence, ended }: KeptSilence,
  now: Instant,
): 'over' | 'awaiting-approval' | 'in-force' => {
  if (ended !== undefined || now >= silence.until) return 'over';
  return isWaiting(silence) ? 'awaiting-approval' : 'in-force';
};

const ref = ({ tenant, objectId }: PersonKey) => ({ tenantId: tenant, objectId });
