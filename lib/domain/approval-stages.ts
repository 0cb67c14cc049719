import type { Approval } from './approval.ts';
import { earliest } from './next-due.ts';
import { isSamePerson, type PersonKey } from './person.ts';
import { type Duration, type Instant, plus } from './time.ts';

/** One stage of an approval. */
export interface ApprovalStage {
  readonly name: string;
  /** How many different people have to say yes. */
  readonly quorum: number;
  /** Who may; nobody named: whoever the service desk or the app role lets decide. */
  readonly approvers: readonly PersonKey[];
  /** Who may as well, once the stage has waited for so long. */
  readonly alternates: readonly PersonKey[];
  readonly alternatesAfter: Duration | undefined;
}

/** What an approval takes. */
export interface ApprovalRule {
  /** One to three, one after the other. */
  readonly stages: readonly [ApprovalStage, ...ApprovalStage[]];
  /** After this long without an approval the request counts as denied. */
  readonly timeout: Duration | undefined;
  /** Whether we mail who is to decide and who receives what is made, besides what the desk does. */
  readonly mails?: boolean | undefined;
}

/** One yes of anyone who may: what holds if nothing is said. */
export const ONE_APPROVAL: ApprovalRule = {
  stages: [{ name: 'approval', quorum: 1, approvers: [], alternates: [], alternatesAfter: undefined }],
  timeout: undefined,
};

export type ApprovalProgress =
  | { readonly kind: 'approved' }
  | {
      readonly kind: 'waiting';
      readonly stage: ApprovalStage;
      /** Whether those who stand in may decide by now. */
      readonly alternates: boolean;
      /** How many said yes at this stage. */
      readonly given: number;
      /** When to look again, without anyone's decision: alternates may now, or it was too long. */
      readonly nextAt: Instant | undefined;
    }
  | { readonly kind: 'timed-out' };

/**
 * How far the approvals of a request have come. They are those that count in themselves, in the order in which they were
 * given.
 *
 * Invariant: a person counts once, over all stages, so that two stages have two people at least. An approval that is given
 * before its stage has begun counts when it begins: what was approved is the same.
 */
export const progressOf = (
  { stages, timeout }: ApprovalRule,
  approvals: readonly Approval[],
  askedAt: Instant,
  now: Instant,
): ApprovalProgress => {
  let left = approvals;
  let since = askedAt;
  for (const stage of stages) {
    const counted: Approval[] = [];
    for (const approval of left) {
      const isNew = !counted.some(({ by }) => isSamePerson(by, approval.by));
      if (isNew && counted.length < stage.quorum && mayDecide(stage, approval, since)) counted.push(approval);
    }
    if (counted.length < stage.quorum)
      return waiting(stage, counted.length, since, { timeout, askedAt, now });
    left = left.filter(({ by }) => !counted.some((one) => isSamePerson(one.by, by)));
    since = counted.at(-1)?.decidedAt ?? since;
  }
  return { kind: 'approved' };
};

/** Whether a person may ever decide: at some stage, be it as an alternate. */
export const isNamed = ({ stages }: ApprovalRule, by: PersonKey): boolean =>
  stages.some(
    ({ approvers, alternates }) =>
      approvers.length === 0 || [...approvers, ...alternates].some((one) => isSamePerson(one, by)),
  );

/** The first stage that can never be passed, since too few of those whom it names are neither to receive it nor asked for it. */
export const impassableStage = (
  { stages }: ApprovalRule,
  interested: readonly PersonKey[],
): ApprovalStage | undefined =>
  stages.find(({ approvers, alternates, quorum }) => {
    if (approvers.length === 0) return false;
    const free = [...approvers, ...alternates].filter(
      (one, at, all) =>
        all.findIndex((other) => isSamePerson(one, other)) === at &&
        !interested.some((who) => isSamePerson(one, who)),
    );
    return free.length < quorum;
  });

const mayDecide = (stage: ApprovalStage, { by, decidedAt }: Approval, since: Instant): boolean => {
  const { approvers, alternates, alternatesAfter } = stage;
  if (approvers.length === 0 || approvers.some((one) => isSamePerson(one, by))) return true;
  return (
    alternatesAfter !== undefined &&
    decidedAt >= plus(since, alternatesAfter) &&
    alternates.some((one) => isSamePerson(one, by))
  );
};

const waiting = (
  stage: ApprovalStage,
  given: number,
  since: Instant,
  asked: { readonly timeout: Duration | undefined; readonly askedAt: Instant; readonly now: Instant },
): ApprovalProgress => {
  const { timeout, askedAt, now } = asked;
  const end = timeout === undefined ? undefined : plus(askedAt, timeout);
  if (end !== undefined && now >= end) return { kind: 'timed-out' };
  const alternatesAt = stage.alternatesAfter === undefined ? undefined : plus(since, stage.alternatesAfter);
  const ahead = [end, alternatesAt].filter((at) => at !== undefined && at > now);
  const alternates = alternatesAt !== undefined && now >= alternatesAt;
  return { kind: 'waiting', stage, alternates, given, nextAt: earliest(ahead) };
};
