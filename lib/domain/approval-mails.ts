import type { ApprovalRule } from './approval-stages.ts';
import { isSamePerson, type PersonKey } from './person.ts';
import type { ActiveRenewal } from './renewal.ts';

/** A mail about an approval: to one person, once. */
export interface ApprovalMail {
  /** `needed`: somebody has to decide; `made`: somebody has. */
  readonly kind: 'needed' | 'made';
  /** Whoever receives what is made hears of it too. */
  readonly to: PersonKey;
  readonly as: 'approver' | 'recipient';
  /** Names this mail: what bears it was sent. */
  readonly key: string;
}

/**
 * The mails about its approval that nobody was sent yet. Whom the desk lets decide is known to the desk alone, so approvers are
 * those whom a stage names; and nobody is asked who may not decide.
 */
export const approvalMailsOwed = (r: ActiveRenewal, rule: ApprovalRule): readonly ApprovalMail[] => {
  if (rule.mails !== true || r.recipient === undefined || !('ticket' in r) || r.ticket === undefined)
    return [];
  const sent = r.tended.mailed ?? [];
  const all = r.state === 'requested' ? needed(r, rule, r.ticket.id) : made(r, rule, r.ticket.id);
  return all.filter(({ key }) => !sent.includes(key));
};

const keyOf = (ticket: string, what: string, { objectId }: PersonKey): string =>
  `${ticket}/${what}/${objectId}`;

const needed = (
  r: Extract<ActiveRenewal, { state: 'requested' }>,
  { stages }: ApprovalRule,
  ticket: string,
): readonly ApprovalMail[] => {
  if (r.recipient === undefined) return [];
  const { person, askedBy } = r.recipient;
  const stage = stages.find(({ name }) => name === r.waiting?.stage) ?? stages[0];
  const may = [...stage.approvers, ...(r.waiting?.alternates === true ? stage.alternates : [])];
  const asked = may.filter(
    (one) => !isSamePerson(one, person) && (askedBy === undefined || !isSamePerson(one, askedBy)),
  );
  return [
    ...asked.map((to): ApprovalMail => {
      const key = keyOf(ticket, `needed ${stage.name}`, to);
      return { kind: 'needed', to, as: 'approver', key };
    }),
    { kind: 'needed', to: person, as: 'recipient', key: keyOf(ticket, 'needed', person) },
  ];
};

/** By then the recipient has it, or it has ended: nobody waits for this news any more. */
const OVER: ReadonlySet<ActiveRenewal['state']> = new Set([
  'redeemed',
  'retired',
  'closed',
  'replaced',
  'closed-by-hand',
]);

/** Those who were asked hear that they need not decide any more; but for the one who did. */
const made = (r: ActiveRenewal, { stages }: ApprovalRule, ticket: string): readonly ApprovalMail[] => {
  const decided = decisionOn(r);
  if (decided === undefined || r.recipient === undefined || OVER.has(r.state)) return [];
  const sent = r.tended.mailed ?? [];
  const asked = stages.flatMap(({ name, approvers, alternates }) =>
    [...approvers, ...alternates].filter((one) => sent.includes(keyOf(ticket, `needed ${name}`, one))),
  );
  const { person } = r.recipient;
  const others = asked.filter(
    (one, at, all) =>
      all.findIndex((other) => isSamePerson(one, other)) === at &&
      !decided.by.some((who) => isSamePerson(one, who)),
  );
  const mail = (to: PersonKey, as: ApprovalMail['as']): ApprovalMail => ({
    ...{ kind: 'made', to, as },
    key: keyOf(ticket, `made ${decided.id}`, to),
  });
  return [mail(person, 'recipient'), ...others.map((one) => mail(one, 'approver'))];
};

/** What was decided about a renewal, if anything was, and by whom. */
export const decisionOn = (
  r: ActiveRenewal,
): { readonly id: string; readonly by: readonly PersonKey[] } | undefined => {
  if (r.state === 'denied') return { id: r.decision.id, by: r.by === undefined ? [] : [r.by] };
  if (!('approval' in r)) return undefined;
  const { id, by, also = [] } = r.approval;
  return { id, by: [by, ...also.map((one) => one.by)] };
};
