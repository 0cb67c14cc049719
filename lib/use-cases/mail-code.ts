import { advanceLink } from '../domain/link-advance.ts';
import { type Link, linkDueAt } from '../domain/link.ts';
import { CODE_LIFETIME } from '../domain/mail-code.ts';
import { referenceText } from '../domain/mail-reference.ts';
import { plus } from '../domain/time.ts';
import type { Stored } from '../ports/aggregates.ts';
import type { Clock } from '../ports/clock.ts';
import type { CodeMaker } from '../ports/code-maker.ts';
import type { Links } from '../ports/links.ts';
import type { Log } from '../ports/log.ts';
import type { Mailer } from '../ports/mailer.ts';
import type { People } from '../ports/people.ts';
import type { Texts } from '../ports/texts.ts';

export interface MailCodeDeps {
  readonly links: Links;
  readonly codes: CodeMaker;
  readonly people: People;
  readonly mailer: Mailer;
  readonly texts: Texts;
  readonly team: { readonly name: string; readonly address: string };
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Mails the code that someone waits for, to the address that the link was mailed to and to no other. What is kept of it is
 * committed first: a code that nobody could check is never sent. If it can't be sent, the wish is dropped, and the person
 * asks again.
 */
export const mailCode = (deps: MailCodeDeps) => {
  const { links, codes, people, mailer, texts, team, clock, log } = deps;

  const keep = async ({ state, version }: Stored<Link>, hash: string | undefined): Promise<boolean> => {
    const next = advanceLink(state, { kind: 'mail-code', hash });
    if (!next.ok) return false;
    const change = { state: next.value, dueAt: linkDueAt(next.value), messages: [] };
    return (await links.commit(state.id, { expected: version, ...change })).ok;
  };

  return async (stored: Stored<Link>): Promise<void> => {
    const { state: link } = stored;
    const current = link.codes?.current;
    if (current === undefined || current.hash !== undefined) return;
    const about = { linkId: link.id, renewalId: link.renewalId };
    const until = plus(current.askedAt, CODE_LIFETIME);
    const person = await people.find(link.recipient.tenant, link.recipient.objectId);
    if (!person.ok || person.value?.enabled !== true || clock.now() >= until) {
      log('CODE_UNSENT', { ...about, failure: person.ok ? 'RECIPIENT_DISABLED' : person.failure.code });
      await keep(stored, undefined);
      return;
    }
    const { code, hash } = await codes.make();
    if (!(await keep(stored, hash))) return; // asked anew meanwhile, or someone else is at it
    const sent = await mailer.send({
      to: link.recipient.mail ?? link.recipient.userPrincipalName,
      reference: referenceText({ renewalId: link.renewalId, linkId: link.id }),
      ...texts.mailCode({ code, until, ticket: link.ticket, team }),
    });
    if (!sent.ok) log('CODE_UNSENT', { ...about, failure: sent.failure.code, detail: sent.failure.detail });
  };
};
