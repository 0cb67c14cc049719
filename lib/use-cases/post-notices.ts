import type { SubjectId } from '../domain/ids.ts';
import type { Instant } from '../domain/time.ts';
import type { Log } from '../ports/log.ts';
import type { Mailer } from '../ports/mailer.ts';
import type { NoticedCredential, Texts } from '../ports/texts.ts';

export interface PostDeps {
  readonly mailer: Mailer;
  readonly texts: Texts;
  readonly log: Log;
}

/** One credential for one reader. */
export interface MailPost {
  readonly to: string;
  readonly subjectId: SubjectId;
  readonly noticed: NoticedCredential;
}

/** `refused`: for good. `away`: it may go later, or may have gone. */
export type MailOutcome = 'sent' | 'refused' | 'away';

/** After so many in a row the provider is away, and the rest would only wait for the same. */
const ENOUGH = 3;

/** Addresses are the same however they are written, and so is the person behind them. */
const byAddress = (posts: readonly MailPost[]): ReadonlyMap<string, readonly MailPost[]> =>
  Map.groupBy(posts, ({ to }) => to.toLowerCase());

/** Puts what each reader is to hear into one mail, and says of each address, in lower case, what became of it. */
export const postNotices =
  ({ mailer, texts, log }: PostDeps) =>
  async (posts: readonly MailPost[], now: Instant): Promise<ReadonlyMap<string, MailOutcome>> => {
    const outcomes = new Map<string, MailOutcome>();
    let failures = 0;
    for (const [address, [first, ...others]] of byAddress(posts)) {
      outcomes.set(address, 'away');
      if (first === undefined || failures >= ENOUGH) continue;
      const credentials = [first.noticed, ...others.map(({ noticed }) => noticed)] as const;
      const text = texts.ownerNotice({ credentials, now });
      const sent = await mailer.send({ to: first.to, ...text, reference: first.subjectId });
      if (sent.ok) {
        outcomes.set(address, 'sent');
        failures = 0;
        continue;
      }
      const { code, detail } = sent.failure;
      if (code === 'UNAVAILABLE') {
        failures += 1;
        log('NOTICE_POSTPONED', { subjectId: first.subjectId, failure: code, detail });
      } else {
        outcomes.set(address, 'refused');
        log('NOTICE_REFUSED', { subjectId: first.subjectId, detail });
      }
    }
    return outcomes;
  };
