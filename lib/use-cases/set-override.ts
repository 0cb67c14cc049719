import { overrideId, type TenantId } from '../domain/ids.ts';
import { type OwnerContact, wordOf } from '../domain/owner-contact.ts';
import { leadsSomewhere } from '../domain/owner-evidence.ts';
import { type KeptOverride, type OverrideScope, scopeWord } from '../domain/owner-override.ts';
import type { PersonKey } from '../domain/person.ts';
import { fail, ok, type Result } from '../domain/result.ts';
import type { Instant } from '../domain/time.ts';
import type { People } from '../ports/people.ts';
import type { Subjects } from '../ports/subjects.ts';
import { findSubject } from './find-credential.ts';
import { keepOverride, type KeepOverrideDeps } from './keep-override.ts';

interface Deps extends KeepOverrideDeps {
  readonly subjects: Subjects;
  readonly people: People;
}

/** What somebody wishes. */
export interface WantedOverride {
  /** Undefined: that of the subject, or the only one there is. */
  readonly tenant: TenantId | undefined;
  readonly scope: OverrideScope;
  readonly owner: OwnerContact;
  readonly reason: string;
  readonly until: Instant | undefined;
}

export type OverrideFault =
  | 'NO_REASON'
  | 'IN_THE_PAST'
  | 'UNKNOWN_SUBJECT'
  /** None is named where there are several, or one that is not watched, or not the one of the subject. */
  | 'UNKNOWN_TENANT'
  /** The directory knows nobody by that name who can be written to. */
  | 'UNKNOWN_OWNER';

export type SetFailure =
  | { readonly code: 'FAULTS'; readonly faults: readonly OverrideFault[] }
  | { readonly code: 'OWNER_UNASKED'; readonly detail: string };

/** Somebody says who answers for something. What is said of somebody whom nobody can write to would be silence, so it is refused. */
export const setOverride = (deps: Deps) => {
  const subjectOf = findSubject(deps);
  const keep = keepOverride(deps);

  const placeOf = async ({ tenant, scope }: WantedOverride): Promise<Result<TenantId, OverrideFault>> => {
    const subject = scope.kind === 'subject' ? await subjectOf(scope.id) : undefined;
    if (scope.kind === 'subject' && subject === undefined) return fail('UNKNOWN_SUBJECT');
    const [only, ...others] = deps.tenants;
    const place = tenant ?? subject?.facts.tenant ?? (others.length === 0 ? only?.id : undefined);
    const isKnown = deps.tenants.some(({ id }) => id === place);
    const isOfSubject = subject === undefined || subject.facts.tenant === place;
    return place !== undefined && isKnown && isOfSubject ? ok(place) : fail('UNKNOWN_TENANT');
  };

  return async (wanted: WantedOverride, author: PersonKey): Promise<Result<KeptOverride, SetFailure>> => {
    const now = deps.clock.now();
    const { scope, owner, until } = wanted;
    const reason = wanted.reason.trim();
    const place = await placeOf(wanted);
    const faults: OverrideFault[] = place.ok ? [] : [place.failure];
    if (reason === '') faults.push('NO_REASON');
    if (until !== undefined && until <= now) faults.push('IN_THE_PAST');
    if (place.ok && owner.kind !== 'mailbox') {
      const named = await deps.people.named(place.value, owner);
      if (!named.ok) return fail({ code: 'OWNER_UNASKED', detail: named.failure.detail });
      if (!leadsSomewhere([named.value])) faults.push('UNKNOWN_OWNER');
    }
    if (faults.length > 0 || !place.ok) return fail({ code: 'FAULTS', faults });
    const tenant = place.value;
    const by = { tenant: author.tenant, objectId: author.objectId };
    const what = JSON.stringify([scope.kind, scopeWord(scope), owner.kind, wordOf(owner)]);
    const id = overrideId(deps.digest, tenant, what, `${by.tenant}/${by.objectId}`, now);
    const override = { id, tenant, scope, owner, reason, author: by, setAt: now, until };
    const kept: KeptOverride = { override, ended: undefined };
    const isNew = await keep.begin(kept);
    return isNew ? ok(kept) : ok((await deps.overrides.find({ tenant, id }))?.state ?? kept);
  };
};
