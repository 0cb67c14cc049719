import { type GivenWord, hasPlace, type Said, type WordRefusal } from '../domain/given-word.ts';
import type { GivenDecisions } from '../domain/given-decision.ts';
import type { Digest, RenewalId } from '../domain/ids.ts';
import { isSamePerson, type PersonKey } from '../domain/person.ts';
import { active } from '../domain/renewal.ts';
import { fail, ok, type Result } from '../domain/result.ts';
import { toIso } from '../domain/time.ts';
import type { Decisions } from '../ports/decisions.ts';
import type { Renewals } from '../ports/renewals.ts';
import { eventMessage } from './outgoing.ts';
import { commitAndSend, type Sending } from './send-pending.ts';

interface Deps extends Sending {
  readonly renewals: Renewals;
  readonly decisions: Decisions;
  readonly digest: Digest;
}

export type WordFailure = WordRefusal | 'UNKNOWN_RENEWAL' | 'NOT_ROLLING_OVER' | 'IS_RECIPIENT' | 'BUSY';

const TRIES = 5;

/**
 * Somebody says something of a roll-over. It is written down with the event that says so, and whoever renews reads it: the
 * one who serves the API can not move renewals. Saying the same as just before is one word.
 */
export const giveWord = (deps: Deps) => {
  const commit = commitAndSend(deps);

  return async (
    renewalId: RenewalId,
    said: Said,
    reference: string | undefined,
    { tenant: of, objectId }: PersonKey,
  ): Promise<Result<GivenWord, WordFailure>> => {
    const by = { tenant: of, objectId };
    const renewal = await deps.renewals.find(renewalId);
    if (renewal === undefined) return fail('UNKNOWN_RENEWAL');
    const at = active(renewal.state);
    if (at.state !== 'rolling-over') return fail('NOT_ROLLING_OVER');
    const { tenant, environment } = at.of;
    const isForThem = at.recipient !== undefined && isSamePerson(by, at.recipient.person);
    if (said.what === 'approved' && isForThem) return fail('IS_RECIPIENT');
    const now = deps.clock.now();
    const key = { tenant, renewalId };
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const stored = await deps.decisions.find(key);
      const before: GivenDecisions = stored?.state ?? { renewalId, tenant, decisions: [] };
      const words = before.words ?? [];
      const last = words.at(-1);
      if (last !== undefined && isSame(last, { said, reference, by })) return ok(last);
      const word: GivenWord = { id: `w-${words.length + 1}`, by, at: now, reference, said };
      const may = hasPlace(at.rollOver, word, now);
      if (!may.ok) return may;
      const event = eventMessage(deps.digest, {
        ...{ type: 'expiry-monitor.renewal.word-given.v1', tenant, about: renewalId, at: now },
        transition: word.id,
        data: {
          ...{ tenantId: tenant, environment, renewalId, wordId: word.id, what: said.what },
          givenAt: toIso(now),
          by: { tenantId: by.tenant, objectId: by.objectId },
        },
      });
      const saved = await commit(deps.decisions, key, {
        ...{ expected: stored?.version ?? ('absent' as const), dueAt: undefined, messages: [event] },
        state: { ...before, words: [...words, word] },
      });
      if (saved.ok) return ok(word);
    }
    return fail('BUSY');
  };
};

const isSame = (last: GivenWord, said: Pick<GivenWord, 'said' | 'reference' | 'by'>): boolean =>
  JSON.stringify(last.said) === JSON.stringify(said.said) &&
  last.reference === said.reference &&
  isSamePerson(last.by, said.by);
