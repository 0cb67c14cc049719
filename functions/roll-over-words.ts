import type { WordBody } from '../lib/api/roll-overs.ts';
import type { Fault } from '../lib/api/problem.ts';
import type { Said } from '../lib/domain/given-word.ts';
import { parseInstant } from '../lib/domain/time.ts';
import type { WordFailure } from '../lib/use-cases/give-word.ts';
import type { Reply } from './api.ts';

type Problem = Extract<Reply<never>, { readonly problem: string }>;

/** What is said, or what is missing for it. */
export const saidIn = ({ what, partner, step, switchAt }: WordBody): Said | Fault => {
  switch (what) {
    case 'acknowledged':
      return partner === undefined ? { at: 'partner', message: 'Say who answered.' } : { what, partner };
    case 'done':
      return step === undefined || step === 'tell'
        ? { at: 'step', message: 'Say which step was done: add, switch or remove.' }
        : { what, step };
    case 'approved':
      return step === undefined ? { at: 'step', message: 'Say which step is approved.' } : { what, step };
    case 'switch-on': {
      const at = parseInstant(switchAt ?? '');
      return at === undefined ? { at: 'switchAt', message: 'Say when.' } : { what, switchAt: at };
    }
    case 'hold':
    case 'resume':
    case 'undo':
      return { what };
  }
};

/** Why a word has no place. */
export const WORD_PROBLEMS: Readonly<Record<WordFailure, Problem>> = {
  UNKNOWN_RENEWAL: {
    problem: 'not-found',
    detail: 'No such renewal is known. GET /api/roll-overs lists those that roll over.',
  },
  NOT_ROLLING_OVER: { problem: 'conflict', detail: 'It does not roll over, or not any more.' },
  IS_RECIPIENT: {
    problem: 'not-allowed',
    detail: 'Nobody approves what is for himself or herself. Ask another approver.',
  },
  IS_OURS: { problem: 'conflict', detail: 'We carry this roll-over out, so a step of it is not stated.' },
  NO_REFERENCE: {
    problem: 'bad-input',
    detail: 'See faults; all of them are named.',
    faults: [
      { at: 'reference', message: 'Say where it is written down: a statement is a proof only with that.' },
    ],
  },
  NO_PARTNER: {
    problem: 'conflict',
    detail: 'Nobody of that name waits to answer. GET /api/roll-overs names those who were told.',
  },
  PAST: { problem: 'conflict', detail: 'That time is over.' },
  AFTER_EXPIRY: {
    problem: 'conflict',
    detail: 'The old certificate ends before that, and the switch is never later.',
  },
  OUT_OF_ORDER: {
    problem: 'conflict',
    detail: 'That has no place where it stands now. GET /api/roll-overs.',
  },
  NOT_YET: { problem: 'conflict', detail: 'It is not time for that yet.' },
  LEASED: { problem: 'conflict', detail: 'It is being worked on at this moment. Try again.' },
  HELD: { problem: 'conflict', detail: 'It was stopped. Say `resume` first.' },
  UNAPPROVED: { problem: 'conflict', detail: 'The step wants an approval of its own first.' },
  BUSY: { problem: 'conflict', detail: 'Others say something of it at this moment. Try again.' },
};
