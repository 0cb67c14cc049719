import type { Mail, MailFailure, Mailer } from '../../../lib/ports/mailer.ts';
import { fail, ok, type Result } from '../../../lib/domain/result.ts';

/** A mail provider with the inboxes behind it, and what may go wrong with them. */
export interface FakeMailer extends Mailer {
  /** What was taken, the oldest first; of one recipient, or of all. */
  inbox(to?: string): readonly Mail[];
  /** Until `comeBack`, everything is UNAVAILABLE and nothing is taken. */
  goAway(): void;
  comeBack(): void;
  /** Mail to this address alone is UNAVAILABLE, until `comeBack`. */
  loseTouch(address: string): void;
  /** The next mail is taken, but its sender never learns of it. */
  loseNextAnswer(): void;
  /** From now on this address is refused for good. */
  refuse(to: string | undefined): void;
  /** What happens between the taking of a mail and the answer about it. */
  onSend(meanwhile: () => Promise<void>): void;
}

const ADDRESS = /^[^\s@<>(),;:"]+@[^\s@<>(),;:"]+\.[^\s@<>(),;:".]+$/;
const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** A working mail provider in memory. */
export const fakeMailer = (): FakeMailer => {
  const taken: Mail[] = [];
  let away = false;
  const unreachable = new Set<string>();
  let losing = false;
  const refused = new Set<string>();
  let meanwhile: () => Promise<void> = () => Promise.resolve();

  const take = (mail: Mail): Result<undefined, MailFailure> => {
    if (unreachable.has(mail.to)) return fail({ code: 'UNAVAILABLE', detail: 'Try again later' });
    if (away) return fail({ code: 'UNAVAILABLE', detail: 'The mail provider is away' });
    if (!ADDRESS.test(mail.to) || refused.has(mail.to))
      return fail({ code: 'REJECTED', detail: 'The recipient takes no mail' });
    taken.push(mail);
    if (!losing) return ok(undefined);
    losing = false;
    return fail({ code: 'UNAVAILABLE', detail: 'The answer was lost' });
  };

  return {
    send: async (mail) => {
      const answer = take(mail);
      await meanwhile();
      return answer;
    },
    inbox: (to) => taken.filter((mail) => to === undefined || same(mail.to, to)),
    goAway: () => {
      away = true;
    },
    comeBack: () => {
      away = false;
      unreachable.clear();
    },
    loseTouch: (address) => void unreachable.add(address),
    loseNextAnswer: () => {
      losing = true;
    },
    refuse: (to) => {
      if (to !== undefined) refused.add(to);
    },
    onSend: (next) => {
      meanwhile = next;
    },
  };
};
