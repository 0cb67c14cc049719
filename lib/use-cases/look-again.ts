import { subjectId } from '../domain/ids.ts';
import { type Instant, instantOfMs, minutes } from '../domain/time.ts';
import type { CredentialSource } from '../ports/credential-source.ts';
import type { Subjects } from '../ports/subjects.ts';
import { observeSubject } from './observe-subject.ts';
import { putUpSubject } from './put-up-subjects.ts';
import { startScan, type StartScanDeps } from './start-scan.ts';

interface Deps extends StartScanDeps {
  readonly subjects: Subjects;
  readonly sources: readonly CredentialSource[];
}

/**
 * Reads one object of a vault again, since its vault says that something is new, and puts it up for judging. What the vault
 * says is a hint: nothing of it is believed, and hearing it twice reads twice and announces nothing twice. An object of a
 * vault that is not watched, and one that was never seen and is not there, are nothing to us.
 */
export const lookAgain = (deps: Deps) => {
  const observe = observeSubject(deps);
  const putUp = putUpSubject(deps);
  const scan = startScan(deps);

  const lookIn = async (source: CredentialSource, nativeId: string): Promise<void> => {
    const now = deps.clock.now();
    const looked = await source.look(nativeId);
    const id = subjectId(deps.digest, { tenant: source.tenant, source: source.source, nativeId });
    if (looked.ok) {
      await observe({ tenant: source.tenant, id }, looked.value, now);
      // Facts that are as before may be due all the same: the vault's clock and ours need not agree.
      await putUp(source.tenant, id, now);
      return;
    }
    const { code } = looked.failure;
    deps.log('LOOK_POSTPONED', { subjectId: id, tenant: source.tenant, failure: code });
    // A scan waits and tries again until it can read; all that is said meanwhile asks for the same one.
    if (code === 'UNAVAILABLE') await scan(source, slotOf(now));
  };

  return async (nativeId: string): Promise<void> => {
    const watching = deps.sources.filter((source) => source.watches(nativeId));
    if (watching.length === 0) deps.log('EVENT_UNWATCHED', {});
    for (const source of watching) await lookIn(source, nativeId);
  };
};

/** One scan for all that a vault says while it can't be read. */
const SLOT = minutes(1);
const slotOf = (now: Instant): Instant => instantOfMs(now - (now % SLOT));
