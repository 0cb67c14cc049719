import type { Subject } from '../domain/credential.ts';
import type { NoticeTarget } from '../domain/judged.ts';
import { furtherOwners, type Ladder, needsManagers } from '../domain/notice-recipients.ts';
import { chooseOwners, type Owners } from '../domain/owner.ts';
import type { Person } from '../domain/person.ts';
import { ok, type Result } from '../domain/result.ts';
import type { PeopleFailure } from '../ports/people.ts';
import { ownerEvidence } from './owner-evidence.ts';
import type { ResolveDeps } from './resolve-owners.ts';

export interface LadderDeps extends ResolveDeps {
  /** Who hears of it when nobody has acted. */
  readonly securityContact: string | undefined;
}

/** All who can be told about a subject now. Managers are asked for only where somebody has to hear of it beyond the owners. */
export const noticeLadder = (deps: LadderDeps) => {
  const { people, teamMailbox, securityContact } = deps;
  const evidenceOf = ownerEvidence(deps);
  const managersOf = async (owners: Owners): Promise<Result<readonly Person[], PeopleFailure>> => {
    const managers: Person[] = [];
    for (const owner of owners.kind === 'people' ? owners.people : []) {
      const manager = await people.managerOf(owner);
      if (!manager.ok) return manager;
      if (manager.value !== undefined) managers.push(manager.value);
    }
    return ok(managers);
  };

  return async (
    subject: Subject,
    targets: readonly NoticeTarget[],
  ): Promise<Result<Ladder, PeopleFailure>> => {
    const evidence = await evidenceOf(subject);
    if (!evidence.ok) return evidence;
    const owners = chooseOwners(evidence.value, teamMailbox);
    const further = furtherOwners(evidence.value, owners);
    const managers = needsManagers(targets, further) ? await managersOf(owners) : ok([]);
    return managers.ok
      ? ok({ owners, further, managers: managers.value, securityContact, teamMailbox })
      : managers;
  };
};
