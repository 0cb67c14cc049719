import { type Caller, mustSignInAgain } from '../lib/domain/caller.ts';
import type { WatchDeps } from '../lib/roles.ts';
import type { Reply } from './api.ts';

type Problem = Extract<Reply<never>, { readonly problem: string }>;

/** What a person hears who would approve with a sign-in that is too old for that; undefined when it will do. */
export const signInAgain = (
  { approveReauthentication: rule, clock }: Pick<WatchDeps, 'approveReauthentication' | 'clock'>,
  caller: Caller,
): Problem | undefined => {
  if (!mustSignInAgain(rule, caller, clock.now())) return undefined;
  const detail =
    caller.authenticatedAt === undefined
      ? 'The token does not say when you signed in. Have the registration of the API ask for the claim auth_time.'
      : 'Approving takes a more recent sign-in. Sign in anew, get another token with it, and say it again.';
  return { problem: 'sign-in-again', detail };
};
