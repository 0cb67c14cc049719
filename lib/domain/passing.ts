import type { Credential, Subject, SubjectKind } from './credential.ts';
import type { CredentialId } from './ids.ts';
import type { JudgedCredentials } from './judged.ts';
import { successorOf } from './replaced.ts';
import type { Instant } from './time.ts';
import type { Verdict } from './verdict.ts';

/** A credential that was known and is no longer there. */
export interface Departed {
  readonly credential: Credential;
  /** When it was first seen that it is gone. */
  readonly at: Instant;
}

/** What was said of the successor of a credential. */
export interface SaidSuccessor {
  readonly expiresAt: Instant | undefined;
  readonly by: CredentialId;
  readonly what: 'renewed' | 'replaced';
}

/** By the credential that makes way. */
export type SaidSuccessors = Readonly<Record<CredentialId, SaidSuccessor>>;

/** How the story of a credential goes on once it need not be announced any more. */
export type Passing =
  /** `renewed`: a younger one stands beside what was announced. `replaced`: it took over. */
  | { readonly kind: 'renewed' | 'replaced'; readonly credential: Credential; readonly by: Credential }
  | { readonly kind: 'removed'; readonly credential: Credential; readonly at: Instant };

export interface PassingInput {
  readonly subject: Subject;
  readonly departed: readonly Departed[];
  readonly said: SaidSuccessors;
  /** What was remembered before this judging, and what is now. */
  readonly before: JudgedCredentials;
  readonly judged: JudgedCredentials;
  readonly verdicts: ReadonlyMap<CredentialId, Verdict>;
  readonly armed: boolean;
  /** How many may be said now. */
  readonly room: number;
  readonly now: Instant;
}

export interface Passings {
  readonly said: SaidSuccessors;
  readonly departed: readonly Departed[];
  readonly passings: readonly Passing[];
  /** There was more to say than there was room. */
  readonly capped: boolean;
}

/**
 * What is to be said of credentials that make way. Invariant: each transition of one credential and one expiry is said at
 * most once, and `renewed` never after `replaced`. What passes while nothing is announced is forgotten, not saved up.
 */
export const passingsOf = (input: PassingInput): Passings => {
  const staying = input.subject.credentials.flatMap((credential) => successionOf(input, credential));
  const leaving = input.departed.flatMap(({ credential, at }): readonly Passing[] => [
    leavingOf(input, credential, at),
  ]);
  const wanted = input.armed ? [...staying, ...leaving] : [];
  const passings = wanted.slice(0, Math.max(0, input.room));
  const left = new Set(wanted.slice(passings.length));
  const unsaid = input.armed
    ? leaving.filter((passing) => left.has(passing)).map((p) => p.credential.id)
    : [];
  return {
    said: remember(input, passings),
    departed: input.departed.filter(({ credential }) => unsaid.includes(credential.id)),
    passings,
    capped: left.size > 0,
  };
};

const successionOf = (input: PassingInput, credential: Credential): readonly Passing[] => {
  const { subject, said, verdicts, now } = input;
  const known = said[credential.id];
  const before = known?.expiresAt === credential.expiresAt ? known?.what : undefined;
  const verdict = verdicts.get(credential.id);
  const isReplaced = verdict?.kind === 'quiet' && verdict.reason === 'replaced';
  if (before === 'replaced' || (before === 'renewed' && !isReplaced)) return [];
  const by = successorOf(subject, credential, now);
  if (by === undefined || !(isReplaced || isNewSince(input, credential, by))) return [];
  return [{ kind: isReplaced ? 'replaced' : 'renewed', credential, by }];
};

/** Two that have stood side by side all the time serve two clients: only what came after the announcement is an answer to it. */
const isNewSince = ({ before, judged }: PassingInput, credential: Credential, by: Credential): boolean => {
  const saidAt = before[credential.id]?.saidAt;
  const firstSeenAt = judged[by.id]?.firstSeenAt;
  return saidAt !== undefined && firstSeenAt !== undefined && firstSeenAt > saidAt;
};

const SHOWS_CURRENT: ReadonlySet<SubjectKind> = new Set<SubjectKind>(['key-vault-item', 'tls-endpoint']);

/** A vault and an endpoint show the current one only: where the former one was, its successor is now. */
const leavingOf = ({ subject, said, now }: PassingInput, credential: Credential, at: Instant): Passing => {
  const by = SHOWS_CURRENT.has(subject.kind) ? successorOf(subject, credential, now) : undefined;
  return by === undefined || said[credential.id]?.what === 'replaced'
    ? { kind: 'removed', credential, at }
    : { kind: 'replaced', credential, by };
};

/** Of what is still there, and no longer than it is. */
const remember = ({ subject, said }: PassingInput, passings: readonly Passing[]): SaidSuccessors => {
  const next: Record<CredentialId, SaidSuccessor> = {};
  for (const { id, expiresAt } of subject.credentials) {
    const known = said[id];
    const passing = passings.find(({ credential }) => credential.id === id);
    if (passing !== undefined && passing.kind !== 'removed')
      next[id] = { expiresAt, by: passing.by.id, what: passing.kind };
    else if (known?.expiresAt === expiresAt && known !== undefined) next[id] = known;
  }
  return next;
};

/** Who has left since, besides those of whom it was not said yet; one that came back has not left. */
export const departedSince = (
  before: { readonly facts: Subject; readonly departed: readonly Departed[] },
  facts: Subject | undefined,
  at: Instant,
): readonly Departed[] => {
  const isThere = ({ id }: Credential): boolean => facts?.credentials.some((one) => one.id === id) ?? false;
  const gone = before.facts.credentials.filter((credential) => !isThere(credential));
  return [
    ...before.departed.filter(
      ({ credential }) => !isThere(credential) && gone.every(({ id }) => id !== credential.id),
    ),
    ...gone.map((credential) => ({ credential, at })),
  ];
};
