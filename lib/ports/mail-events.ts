import type { Result } from '../domain/result.ts';

/** Why a mail that was sent did not arrive. */
export type ReturnReason = 'bounced' | 'blocked' | 'dropped';

/** A mail that was taken and did not reach its recipient. */
export interface ReturnedMail {
  /** What we said the mail was about when we sent it. */
  readonly reference: string;
  readonly reason: ReturnReason;
}

export interface MailHook {
  readonly header: (name: string) => string | undefined;
  /** As it came, to the byte: it is what was signed. */
  readonly body: Uint8Array;
}

/** What a mail provider says later of mails that it took. It says things twice, late and in any order. */
export interface MailEvents {
  /** `UNSIGNED`: not from the provider, or too old. `UNREADABLE`: signed, and no events. Mails of others are left out. */
  read(hook: MailHook): Result<readonly ReturnedMail[], 'UNSIGNED' | 'UNREADABLE'>;
}
