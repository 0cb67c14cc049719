import type { Subject } from '../domain/credential.ts';
import { chooseOwners, type Owners } from '../domain/owner.ts';
import { ok, type Result } from '../domain/result.ts';
import type { PeopleFailure } from '../ports/people.ts';
import { type OwnerDeps, ownerEvidence } from './owner-evidence.ts';

export interface ResolveDeps extends OwnerDeps {
  readonly teamMailbox: string | undefined;
}

export interface ResolvedOwners {
  readonly owners: Owners;
  /** The override that held, if one did. */
  readonly override: string | undefined;
}

/** Who answers for a subject, now. Asked when a stage is reached, not for every subject at every scan. */
export const resolveOwners = (deps: ResolveDeps) => {
  const evidenceOf = ownerEvidence(deps);
  return async (subject: Subject): Promise<Result<ResolvedOwners, PeopleFailure>> => {
    const evidence = await evidenceOf(subject);
    if (!evidence.ok) return evidence;
    const { override } = evidence.value;
    return ok({ owners: chooseOwners(evidence.value, deps.teamMailbox), override });
  };
};
