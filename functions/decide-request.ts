import { decideRequestOperation } from '../lib/api/requests.ts';
import { readId, type RenewalId } from '../lib/domain/ids.ts';
import { toIso } from '../lib/domain/time.ts';
import type { WatchDeps } from '../lib/roles.ts';
import { giveDecision, type GiveFailure } from '../lib/use-cases/give-decision.ts';
import { type Reply, serveOperation } from './api.ts';
import type { FunctionFile } from './runtime.ts';
import { signInAgain } from './sign-in-again.ts';
import { PERSON_NEEDED } from './silence-problems.ts';

/** An approver approves or denies a request. */
export const decideRequestFunction: FunctionFile<WatchDeps> = (runtime, deps) => {
  const decide = giveDecision(deps);
  serveOperation(runtime, deps, decideRequestOperation, async ({ caller, params, body }) => {
    if (caller.kind !== 'person') return PERSON_NEEDED;
    const tooOld = signInAgain(deps, caller);
    if (tooOld !== undefined) return tooOld;
    const wanted = { ...body, justification: body.justification };
    const given = await decide(readId<RenewalId>(params.id), wanted, caller);
    if (!given.ok) return PROBLEMS[given.failure];
    const { id, outcome, decidedAt } = given.value;
    return { status: 202, body: { decision: { id, outcome, decidedAt: toIso(decidedAt) } } };
  });
};

type Problem = Extract<Reply<never>, { readonly problem: string }>;

const PROBLEMS: Readonly<Record<GiveFailure, Problem>> = {
  UNKNOWN_RENEWAL: {
    problem: 'not-found',
    detail: 'No such renewal is known. GET /api/requests lists those that wait.',
  },
  NOT_WAITING: { problem: 'conflict', detail: 'It does not wait for a decision, or not any more.' },
  OTHER_REVISION: {
    problem: 'conflict',
    detail: 'What is asked now is another revision. Look at it again: GET /api/requests.',
  },
  IS_RECIPIENT: {
    problem: 'not-allowed',
    detail: 'Nobody approves what is for himself or herself. Ask another approver.',
  },
  DECIDED_OTHERWISE: {
    problem: 'conflict',
    detail: 'You have decided otherwise about this revision, and a decision is not changed.',
  },
  BUSY: { problem: 'conflict', detail: 'Others decide at this moment. Try again.' },
};
