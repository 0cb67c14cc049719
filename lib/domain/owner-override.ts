import type { Subject } from './credential.ts';
import { type OverrideId, readId, type SubjectId, type TenantId } from './ids.ts';
import type { OwnerContact } from './owner-contact.ts';
import type { PersonKey } from './person.ts';
import { fail, ok, type Result } from './result.ts';
import { fits } from './selector.ts';
import type { Instant } from './time.ts';

/** What an override is about, the narrowest first: where two fit, the narrower one holds. */
export type OverrideScope =
  | { readonly kind: 'subject'; readonly id: SubjectId }
  | { readonly kind: 'application'; readonly id: string }
  /** A pattern of the name, in which `*` stands for any characters. */
  | { readonly kind: 'name'; readonly pattern: string }
  | { readonly kind: 'label'; readonly pattern: string };

/** As people write it; undefined where it is not exactly one of them. */
export const scopeOf = ({
  subjectId,
  applicationId,
  name,
  label,
}: {
  readonly subjectId?: string | undefined;
  readonly applicationId?: string | undefined;
  readonly name?: string | undefined;
  readonly label?: string | undefined;
}): OverrideScope | undefined => {
  const said: readonly OverrideScope[] = [
    ...(subjectId === undefined ? [] : [{ kind: 'subject', id: readId<SubjectId>(subjectId) } as const]),
    ...(applicationId === undefined ? [] : [{ kind: 'application', id: applicationId } as const]),
    ...(name === undefined ? [] : [{ kind: 'name', pattern: name } as const]),
    ...(label === undefined ? [] : [{ kind: 'label', pattern: label } as const]),
  ];
  return said.length === 1 ? said[0] : undefined;
};

/** The word itself, whichever kind it is. */
export const scopeWord = (scope: OverrideScope): string => ('id' in scope ? scope.id : scope.pattern);

/** Somebody's word about who answers for something, whatever a directory says. */
export interface OwnerOverride {
  readonly scope: OverrideScope;
  readonly owner: OwnerContact;
  /** By a person, so hostile text. */
  readonly reason: string;
  /** Undefined: until someone ends it. */
  readonly until: Instant | undefined;
}

/** An override that somebody set. */
export interface SetOverride extends OwnerOverride {
  readonly id: OverrideId;
  readonly tenant: TenantId;
  readonly author: PersonKey;
  readonly setAt: Instant;
}

/** With what became of it. */
export interface KeptOverride {
  readonly override: SetOverride;
  readonly ended:
    | {
        readonly at: Instant;
        readonly cause: 'end-date' | 'ended';
        readonly by: PersonKey | undefined;
      }
    | undefined;
}

export type OverrideCommand =
  | { readonly kind: 'end'; readonly by: PersonKey; readonly now: Instant }
  | { readonly kind: 'run-out'; readonly now: Instant };

export type OverrideRefusal = 'ENDED' | 'NOT_OVER';

/** The only way in which an override changes: it ends, once. */
export const advanceOverride = (
  kept: KeptOverride,
  command: OverrideCommand,
): Result<KeptOverride, OverrideRefusal> => {
  if (kept.ended !== undefined) return fail('ENDED');
  const { until } = kept.override;
  if (command.kind === 'end') {
    const { tenant, objectId } = command.by;
    return ok({ ...kept, ended: { at: command.now, cause: 'ended', by: { tenant, objectId } } });
  }
  if (until === undefined || command.now < until) return fail('NOT_OVER');
  return ok({ ...kept, ended: { at: command.now, cause: 'end-date', by: undefined } });
};

const RANK: Readonly<Record<OverrideScope['kind'], number>> = {
  subject: 0,
  application: 1,
  name: 2,
  label: 3,
};

const isAbout = (scope: OverrideScope, subject: Subject): boolean => {
  switch (scope.kind) {
    case 'subject':
      return scope.id === subject.id;
    case 'application':
      return scope.id.toLowerCase() === subject.appId?.toLowerCase();
    case 'name':
      return fits(scope.pattern, subject.name);
    case 'label':
      return subject.labels.some((label) => fits(scope.pattern, label));
  }
};

/** Which override holds for a subject: the narrowest, and of two alike the one that stands first. */
export const overrideFor = <Override extends OwnerOverride>(
  subject: Subject,
  overrides: readonly Override[],
  now: Instant,
): Override | undefined =>
  overrides
    .filter(({ scope, until }) => (until === undefined || now < until) && isAbout(scope, subject))
    .sort((a, b) => RANK[a.scope.kind] - RANK[b.scope.kind])[0];
