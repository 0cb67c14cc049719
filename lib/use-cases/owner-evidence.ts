import type { Subject } from '../domain/credential.ts';
import type { TenantId } from '../domain/ids.ts';
import type { OwnerContact } from '../domain/owner-contact.ts';
import {
  leadsSomewhere,
  leaversOf,
  type LinkEvidence,
  type Named,
  type OwnerEvidence,
} from '../domain/owner-evidence.ts';
import { overrideFor, type OwnerOverride } from '../domain/owner-override.ts';
import type { Person } from '../domain/person.ts';
import type { Policy } from '../domain/policy.ts';
import { ok, type Result } from '../domain/result.ts';
import { fits } from '../domain/selector.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { People, PeopleFailure } from '../ports/people.ts';
import type { StandingOverrides } from '../ports/standing-overrides.ts';
import { unreadable } from './each-due.ts';

export interface OwnerDeps {
  readonly people: People;
  readonly overrides: StandingOverrides;
  readonly policy: Policy;
  readonly clock: Clock;
  readonly log: Log;
}

/** The override that holds for a subject, and by which word: that of the policy has no id. */
type Held = OwnerOverride & { readonly id?: string | undefined };

/** How often a manager who has left as well is passed up. */
const HIGHEST = 3;
/** Nobody has more owners who left than anyone would look up managers of. */
const MOST_LEAVERS = 5;

/** Which override holds for a subject now, if one does. What somebody set comes before what the policy says. */
export const standingOverride =
  ({ overrides, policy, clock, log }: Omit<OwnerDeps, 'people'>) =>
  async (subject: Subject): Promise<Held | undefined> => {
    const set = await overrides.read(subject.tenant, unreadable(log));
    const now = clock.now();
    const held: Held | undefined = overrideFor(subject, set, now);
    return held ?? overrideFor(subject, policy.owners.overrides, now);
  };

/** All that is known of who answers for a subject, in the order of the owner chain. */
export const ownerEvidence = (deps: OwnerDeps) => {
  const { people, policy } = deps;
  const standing = standingOverride(deps);

  const named = async (
    tenant: TenantId,
    link: LinkEvidence['link'],
    contact: OwnerContact | undefined,
  ): Promise<Result<readonly LinkEvidence[], PeopleFailure>> => {
    if (contact === undefined) return ok([]);
    const found: Result<Named, PeopleFailure> =
      contact.kind === 'mailbox'
        ? ok({ people: [], mailbox: contact.address })
        : await people.named(tenant, contact);
    return found.ok ? ok([{ ...found.value, link }]) : found;
  };

  /** Those above them, up to the first who is still there. */
  const above = async (person: Person): Promise<Result<Person | undefined, PeopleFailure>> => {
    let at: Person = person;
    for (let step = 0; step < HIGHEST; step += 1) {
      const manager = await people.managerOf(at);
      if (!manager.ok || manager.value === undefined || manager.value.enabled) return manager;
      at = manager.value;
    }
    return ok(undefined);
  };

  const managers = async (
    links: readonly LinkEvidence[],
  ): Promise<Result<readonly LinkEvidence[], PeopleFailure>> => {
    if (!policy.owners.managerOfLeavers || leadsSomewhere(links)) return ok([]);
    const found: Person[] = [];
    for (const leaver of leaversOf(links).slice(0, MOST_LEAVERS)) {
      const manager = await above(leaver);
      if (!manager.ok) return manager;
      if (manager.value !== undefined) found.push(manager.value);
    }
    return ok([{ link: 'manager-of-leaver', people: found }]);
  };

  return async (subject: Subject): Promise<Result<OwnerEvidence, PeopleFailure>> => {
    const { tenant, ownerHints } = subject;
    const { serviceManagementReference: reference } = ownerHints;
    const override = await standing(subject);
    const overridden = await named(tenant, 'override', override?.owner);
    if (!overridden.ok) return overridden;
    const leads = policy.owners.references.find(
      (rule) => reference !== undefined && fits(rule.reference, reference),
    );
    const referred = await named(tenant, 'service-management-reference', leads?.owner);
    if (!referred.ok) return referred;
    const shown = await people.ownersOf(subject);
    if (!shown.ok) return shown;
    const isTag = ({ link }: LinkEvidence) => link === 'owner-tag';
    const links = [
      ...overridden.value,
      ...shown.value.links.filter(isTag),
      ...referred.value,
      ...shown.value.links.filter((link) => !isTag(link)),
    ];
    const last = await managers(links);
    return last.ok
      ? ok({ links: [...links, ...last.value], override: override && (override.id ?? 'policy') })
      : last;
  };
};
