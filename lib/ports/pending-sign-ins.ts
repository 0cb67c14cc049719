import type { LinkId } from '../domain/ids.ts';
import type { Instant } from '../domain/time.ts';
import type { SignInAttempt } from './sign-in.ts';

/** A sign-in that someone began and has not come back from. */
export interface PendingSignIn extends SignInAttempt {
  /** Where they go afterwards. */
  readonly link: LinkId;
  /** They were to show anew who they are. */
  readonly fresh: boolean;
  readonly startedAt: Instant;
  readonly until: Instant;
}

/** Sign-ins under way. They are kept here and not in the browser, so that nobody can change what was asked for. */
export interface PendingSignIns {
  keep(pending: PendingSignIn): Promise<void>;
  /** By its state, once: a second time it is gone. Undefined as well when it is over at `now`. */
  take(state: string, now: Instant): Promise<PendingSignIn | undefined>;
}
