import type { Credential, Subject } from '../../lib/domain/credential.ts';
import type { JudgedCredentials } from '../../lib/domain/judged.ts';
import { type Judging, type JudgingInput, judgeSubject } from '../../lib/domain/judging.ts';
import { DEFAULT_POLICY } from '../../lib/domain/policy.ts';
import type { Instant } from '../../lib/domain/time.ts';
import { aSubject } from './builders.ts';

/** A subject that is judged again and again, each time with what was remembered. */
export const watched = (said: Partial<Subject> = {}, always: Partial<JudgingInput> = {}) => {
  let judged: JudgedCredentials = {};
  let subject = aSubject(said);
  return {
    /** The source tells something else from now on. */
    change: (credentials: readonly Credential[]) => {
      subject = { ...subject, credentials };
    },
    /** The mails that were owed are sent. */
    mailed: () => {
      judged = Object.fromEntries(
        Object.entries(judged).map(([id, memory]) => [id, { ...memory, notice: undefined }]),
      );
    },
    judge: (now: Instant, given: Partial<JudgingInput> = {}): Judging => {
      const judging = judgeSubject({
        subject,
        judged,
        policy: DEFAULT_POLICY,
        armed: true,
        underWay: new Set(),
        silences: [],
        allowance: 50,
        now,
        ...always,
        ...given,
      });
      ({ judged } = judging);
      return judging;
    },
  };
};

/** What a judging says, in words. */
export const saidOf = ({ statements }: Judging): string[] =>
  statements.map((statement) => {
    switch (statement.kind) {
      case 'stage':
        return statement.stage;
      case 'finding':
        return statement.finding;
      case 'exception':
        return `exception-${statement.what}`;
    }
  });
