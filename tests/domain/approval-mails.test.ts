import { describe, expect, test } from '@jest/globals';
import { approvalMailsOwed, decisionOn } from '../../lib/domain/approval-mails.ts';
import type { ApprovalRule, ApprovalStage } from '../../lib/domain/approval-stages.ts';
import type { ActiveRenewal } from '../../lib/domain/renewal.ts';
import { days } from '../../lib/domain/time.ts';
import { anApproval, aPerson, aRenewal } from '../support/builders.ts';

const [ANN, BEN, CAT] = ['Ann', 'Ben', 'Cat'].map((name) => aPerson(name));
const stage = (name: string, said: Partial<ApprovalStage> = {}): ApprovalStage => ({
  ...{ name, quorum: 1, approvers: [], alternates: [], alternatesAfter: undefined },
  ...said,
});
const rule = (...stages: readonly [ApprovalStage, ...ApprovalStage[]]): ApprovalRule => ({
  ...{ stages, timeout: undefined, mails: true },
});
const TWO = rule(
  stage('team', { approvers: [ANN!], alternates: [CAT!], alternatesAfter: days(1) }),
  stage('security', { approvers: [BEN!] }),
);

type Requested = Extract<ActiveRenewal, { state: 'requested' }>;
const requested = (over: Partial<Requested> = {}): Requested => ({ ...aRenewal('requested'), ...over });
const RECIPIENT = requested().recipient!.person;
const owed = (r: ActiveRenewal, by = TWO) =>
  approvalMailsOwed(r, by).map(({ kind, as, to }) => [kind, as, to.objectId]);
const keys = (r: ActiveRenewal, by = TWO) => approvalMailsOwed(r, by).map(({ key }) => key);
const after = (r: ActiveRenewal, mailed: readonly string[]): ActiveRenewal => ({
  ...r,
  tended: { ...r.tended, mailed },
});

describe('mails about an approval', () => {
  test('are owed to nobody unless the rule says so, and not while nobody is to receive it', () => {
    expect(owed(requested(), { ...TWO, mails: false })).toEqual([]);
    expect(owed(requested(), { ...TWO, mails: undefined })).toEqual([]);
    expect(owed(requested({ recipient: undefined }))).toEqual([]);
    expect(owed(aRenewal('requesting'))).toEqual([]);
  });

  test('are owed to those whom the stage names at which it waits, and to the recipient', () => {
    const recipient = ['needed', 'recipient', RECIPIENT.objectId];
    expect(owed(requested())).toEqual([['needed', 'approver', ANN!.objectId], recipient]);
    const later = requested({ waiting: { stage: 'security', alternates: false } });
    expect(owed(later)).toEqual([['needed', 'approver', BEN!.objectId], recipient]);
    const standIn = requested({ waiting: { stage: 'team', alternates: true } });
    expect(owed(standIn)).toEqual([
      ['needed', 'approver', ANN!.objectId],
      ['needed', 'approver', CAT!.objectId],
      recipient,
    ]);
  });

  test('are never owed to an approver who receives it or asked for it', () => {
    const both = rule(stage('team', { approvers: [RECIPIENT, ANN!, BEN!] }));
    const r = requested();
    const asked = requested({ recipient: { ...r.recipient!, askedBy: BEN! } });
    expect(owed(asked, both)).toEqual([
      ['needed', 'approver', ANN!.objectId],
      ['needed', 'recipient', RECIPIENT.objectId],
    ]);
  });

  test('are owed once for each request', () => {
    const r = requested();
    const all = keys(r);
    expect(owed(after(r, all))).toEqual([]);
    expect(owed(after(r, all.slice(1)))).toEqual([['needed', 'approver', ANN!.objectId]]);
    const anew = { ...after(r, all), ticket: { id: 'another', number: 'RITM2' } } as ActiveRenewal;
    expect(owed(anew)).toHaveLength(2);
  });

  test('tell of a decision: the recipient, and whoever was asked and did not decide', () => {
    const asked = keys(requested({ waiting: { stage: 'team', alternates: true } }));
    const approved = { ...aRenewal('approved'), approval: anApproval({ id: 'd1', by: ANN! }) };
    expect(owed(approved)).toEqual([['made', 'recipient', RECIPIENT.objectId]]);
    expect(owed(after(approved, asked))).toEqual([
      ['made', 'recipient', RECIPIENT.objectId],
      ['made', 'approver', CAT!.objectId],
    ]);
    const done = [...asked, ...keys(after(approved, asked))];
    expect(owed(after(approved, done))).toEqual([]);
    const again = { ...approved, approval: anApproval({ id: 'd2', by: ANN! }) };
    expect(owed(after(again, done))).toHaveLength(2);
  });

  test('are not owed any more once the recipient has it, or people renewed it', () => {
    for (const state of ['redeemed', 'retired', 'closed', 'replaced', 'closed-by-hand'] as const)
      expect(owed(aRenewal(state))).toEqual([]);
    expect(owed(aRenewal('delivered'))).toHaveLength(1);
  });

  test('tell somebody who was asked at two stages once', () => {
    const same = rule(stage('team', { approvers: [ANN!] }), stage('security', { approvers: [ANN!] }));
    const asked = [
      ...keys(requested(), same),
      ...keys(requested({ waiting: { stage: 'security', alternates: false } }), same),
    ];
    const approved = { ...aRenewal('approved'), approval: anApproval({ by: BEN! }) };
    expect(owed(after(approved, asked), same)).toEqual([
      ['made', 'recipient', RECIPIENT.objectId],
      ['made', 'approver', ANN!.objectId],
    ]);
  });
});

describe('what was decided', () => {
  test('names all who approved, and who denied', () => {
    const approval = { ...anApproval({ id: 'd2', by: BEN! }), also: [anApproval({ id: 'd1', by: ANN! })] };
    expect(decisionOn({ ...aRenewal('approved'), approval })).toEqual({
      id: 'd2',
      by: [BEN, { ...ANN }],
    });
    const denied = aRenewal('denied');
    expect(decisionOn({ ...denied, by: CAT! })).toEqual({ id: denied.decision.id, by: [CAT] });
    expect(decisionOn({ ...denied, by: undefined })).toEqual({ id: denied.decision.id, by: [] });
    expect(decisionOn(requested())).toBeUndefined();
  });
});
