import type * as z from 'zod';
import type { setOverrideOperation } from '../lib/api/overrides.ts';
import type { Fault } from '../lib/api/problem.ts';
import { tenantId } from '../lib/domain/ids.ts';
import { contactOf } from '../lib/domain/owner-contact.ts';
import { scopeOf } from '../lib/domain/owner-override.ts';
import { parseInstant } from '../lib/domain/time.ts';
import type { EndFailure } from '../lib/use-cases/end-override.ts';
import type { OverrideFault, SetFailure, WantedOverride } from '../lib/use-cases/set-override.ts';
import type { Reply } from './api.ts';

type Problem = Extract<Reply<never>, { readonly problem: string }>;
type Body = z.output<NonNullable<(typeof setOverrideOperation)['body']>>;

/** What a body asks for, or all that is wrong with how it says so. */
export const wantedOverride = (body: Body): WantedOverride | Problem => {
  const scope = scopeOf(body.of);
  const owner = contactOf(body.owner);
  const until = body.until === undefined ? undefined : parseInstant(body.until);
  const faults: Fault[] = [
    ...(scope === undefined
      ? [{ at: 'of', message: 'Must have exactly one of subjectId, applicationId, name and label.' }]
      : []),
    ...(owner === undefined
      ? [{ at: 'owner', message: 'Must have exactly one of person, group and mailbox.' }]
      : []),
    ...(body.until !== undefined && until === undefined ? [{ at: 'until', message: 'Is no such day.' }] : []),
  ];
  if (scope === undefined || owner === undefined || faults.length > 0)
    return { problem: 'bad-input', detail: 'See faults; all of them are named.', faults };
  const { tenant, reason } = body;
  return { tenant: tenant === undefined ? undefined : tenantId(tenant), scope, owner, reason, until };
};

const FAULTS: Readonly<Record<OverrideFault, Fault>> = {
  NO_REASON: { at: 'reason', message: 'Say why.' },
  IN_THE_PAST: { at: 'until', message: 'Is in the past.' },
  UNKNOWN_SUBJECT: {
    at: 'of.subjectId',
    message: 'No such subject is known. GET /api/inventory lists them.',
  },
  UNKNOWN_TENANT: {
    at: 'tenant',
    message: 'Is not watched, is not the one of the subject, or is missing where several are watched.',
  },
  UNKNOWN_OWNER: {
    at: 'owner',
    message:
      'Leads to nobody whom one could write to: the directory knows no such person or group, or they have left or have no mailbox.',
  },
};

/** Why nothing was set. */
export const setProblem = (failure: SetFailure): Problem => {
  switch (failure.code) {
    case 'FAULTS':
      return {
        problem: 'bad-input',
        detail: 'See faults; all of them are named.',
        faults: failure.faults.map((code) => FAULTS[code]),
      };
    case 'OWNER_UNASKED':
      return {
        problem: 'unavailable',
        detail: 'The directory does not tell now whether such an owner is there. Try again.',
      };
  }
};

/** Why nothing was ended. */
export const endProblem = (failure: EndFailure): Problem => {
  switch (failure) {
    case 'UNKNOWN_OVERRIDE':
      return {
        problem: 'not-found',
        detail: 'No such override is known. GET /api/owner-overrides lists them.',
      };
    case 'ENDED':
      return { problem: 'conflict', detail: 'It is over already.' };
    case 'BUSY':
      return { problem: 'conflict', detail: 'Others change it at this moment. Try again.' };
  }
};
