import type { Result } from '../domain/result.ts';

export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** What this mail is about, for the provider's log: identifiers only, nothing personal. */
  readonly reference: string;
}

export interface MailFailure {
  /** `REJECTED`: this mail will never be taken. `UNAVAILABLE`: it may be later, or may have been taken. */
  readonly code: 'REJECTED' | 'UNAVAILABLE';
  readonly detail: string;
}

/** Sends a mail: at least once, and never with links rewritten or opens tracked. */
export interface Mailer {
  send(mail: Mail): Promise<Result<undefined, MailFailure>>;
}
