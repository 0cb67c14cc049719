import type { Session } from '../domain/session.ts';
import type { Instant } from '../domain/time.ts';

/** People who are signed in. Whoever has the key is the session; the store keeps only a hash of it. */
export interface Sessions {
  /** A key that nobody can guess, new for every session. */
  begin(session: Session): Promise<string>;
  /** Undefined for a key of none, of one that was ended, and of one that is over at `now`. Outages are thrown. */
  find(key: string, now: Instant): Promise<Session | undefined>;
  /** Ending what is not there is no error. */
  end(key: string): Promise<void>;
}
