import type { Fault } from '../lib/api/problem.ts';
import { days, toIso } from '../lib/domain/time.ts';
import type { AskFailure } from '../lib/use-cases/ask-for-silence.ts';
import type { DecisionFailure } from '../lib/use-cases/decide-silence.ts';
import type { Reply } from './api.ts';

type Problem = Extract<Reply<never>, { readonly problem: string }>;

/** What a silence stands for is borne by people. */
export const PERSON_NEEDED: Problem = {
  problem: 'not-allowed',
  detail: 'A person has to say this. The token is of a program, which can bear nothing.',
};

/** Why nobody asked for silence with that. */
export const askProblem = (failure: AskFailure): Problem => {
  switch (failure.code) {
    case 'FAULTS':
      return {
        problem: 'bad-input',
        detail: 'See faults; all of them are named.',
        faults: failure.faults.map(faultWords),
      };
    case 'ALREADY_SILENT': {
      const { silence } = failure.kept;
      return {
        problem: 'conflict',
        detail: `There is such a silence until ${toIso(silence.until)} already: ${silence.id}. End it first.`,
      };
    }
    case 'OWNERS_UNKNOWN':
      return {
        problem: 'unavailable',
        detail: 'The directory does not tell the owners now, and a silence is about them too. Try again.',
      };
  }
};

const faultWords = (fault: Extract<AskFailure, { readonly code: 'FAULTS' }>['faults'][number]): Fault => {
  switch (fault.code) {
    case 'UNKNOWN_CREDENTIAL':
      return { at: 'credentialId', message: 'No such credential is known. GET /api/inventory lists them.' };
    case 'NO_REASON':
      return { at: 'reason', message: 'Say why.' };
    case 'IN_THE_PAST':
      return { at: 'until', message: 'Is in the past.' };
    case 'TOO_LONG':
      return {
        at: 'until',
        message: `Is too far away: this kind lasts at most ${fault.atMost / days(1)} days.`,
      };
    case 'OUTLASTS_CREDENTIAL':
      return {
        at: 'until',
        message: `Lies beyond the end of the credential (${toIso(fault.expiresAt)}). Ask for an accepted-risk.`,
      };
    case 'NOTHING_PREFERRED':
      return { at: 'kind', message: 'The policy prefers no other kind here, so nothing needs an exception.' };
  }
};

/** Why nothing became of a word about a silence. */
export const decisionProblem = (failure: DecisionFailure): Problem => {
  switch (failure) {
    case 'UNKNOWN_SILENCE':
      return { problem: 'not-found', detail: 'No such silence is known. GET /api/silences lists them.' };
    case 'APPROVER_IS_AUTHOR':
      return { problem: 'not-allowed', detail: 'Nobody approves what they asked for. Ask another approver.' };
    case 'NEEDS_NO_APPROVAL':
      return { problem: 'conflict', detail: 'A snooze holds without anyone else.' };
    case 'ALREADY_APPROVED':
      return { problem: 'conflict', detail: 'It was approved before.' };
    case 'ENDED':
      return { problem: 'conflict', detail: 'It is over. Ask for a new one.' };
    case 'NOT_OVER':
    case 'BUSY':
      return { problem: 'conflict', detail: 'Others change it at this moment. Try again.' };
  }
};
