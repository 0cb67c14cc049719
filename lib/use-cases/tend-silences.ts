import { credentialOf } from '../domain/credential.ts';
import type { KeptSilence, SilenceCommand } from '../domain/kept-silence.ts';
import { ownersFingerprint } from '../domain/owner.ts';
import { impactOf } from '../domain/severity.ts';
import { voidReason } from '../domain/silence.ts';
import type { Instant } from '../domain/time.ts';
import type { People } from '../ports/people.ts';
import type { SilenceKey } from '../ports/silences.ts';
import { eachDue } from './each-due.ts';
import { keepSilence, type KeepSilenceDeps } from './keep-silence.ts';
import { resolveOwners } from './resolve-owners.ts';

interface Deps extends KeepSilenceDeps {
  readonly people: People;
  readonly teamMailbox: string | undefined;
}

const BATCH = 500;

/**
 * Ends the silences whose date has come, and those that are void since their credential, its owners or its severity
 * changed; and lets the judge look at what a crash kept from it. Owners are asked for once a day, and only those of what is
 * silent; a directory that is away makes nothing void.
 */
export const tendSilences = (deps: Deps) => {
  const keep = keepSilence(deps);
  const ownersOf = resolveOwners(deps);

  const overBy = async ({ silence }: KeptSilence, now: Instant): Promise<SilenceCommand | undefined> => {
    if (now >= silence.until) return { kind: 'run-out', now };
    const known = await deps.subjects.find({ tenant: silence.tenant, id: silence.subjectId });
    if (known === undefined) return { kind: 'void', why: 'credential-gone', now };
    const { facts } = known.state;
    const owners = await ownersOf(facts);
    const why = voidReason(silence, {
      credential: credentialOf(facts, silence.credentialId),
      severity: impactOf(facts),
      owners: owners.ok ? ownersFingerprint(deps.digest, owners.value) : undefined,
    });
    return why === undefined ? undefined : { kind: 'void', why, now };
  };

  const tend = async (key: SilenceKey): Promise<void> => {
    const stored = await deps.silences.find(key);
    if (stored === undefined) return;
    const now = deps.clock.now();
    const command = stored.state.ended === undefined ? await overBy(stored.state, now) : undefined;
    // A run of the judge that had begun before someone asked may have judged without it, so each look brings another one.
    if (command === undefined)
      return keep.tell({ ...stored, state: { ...stored.state, isPutUp: false } }, now);
    const moved = await keep.move(stored, command);
    if (moved.ok) return keep.tell(moved.value, now);
    // Someone else wrote first: it is still due.
  };

  return async (): Promise<void> => {
    const due = await deps.silences.due(deps.clock.now(), BATCH);
    const { outage } = await eachDue(due, deps.log, ({ id }) => id, tend);
    if (outage !== undefined) throw outage;
  };
};
