import type { Subject } from '../domain/credential.ts';
import { chooseOwners, type Owners } from '../domain/owner.ts';
import { ok, type Result } from '../domain/result.ts';
import type { People, PeopleFailure } from '../ports/people.ts';

interface Deps {
  readonly people: People;
  readonly teamMailbox: string | undefined;
}

/** Who answers for a subject, now. Asked when a stage is reached, not for every subject at every scan. */
export const resolveOwners =
  ({ people, teamMailbox }: Deps) =>
  async (subject: Subject): Promise<Result<Owners, PeopleFailure>> => {
    const evidence = await people.ownersOf(subject);
    return evidence.ok ? ok(chooseOwners(evidence.value, teamMailbox)) : evidence;
  };
