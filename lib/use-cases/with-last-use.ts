import type { Credential, Subject } from '../domain/credential.ts';
import type { TenantId } from '../domain/ids.ts';
import type { JudgedCredentials } from '../domain/judged.ts';
import { type Policy, stagePolicyFor } from '../domain/policy.ts';
import { stageOf } from '../domain/stage.ts';
import { type Instant, minutes, plus } from '../domain/time.ts';
import type { Clock } from '../ports/clock.ts';
import type { LastUse } from '../ports/last-use.ts';

export interface LastUseDeps {
  readonly lastUse: LastUse;
  readonly policy: Policy;
  readonly clock: Clock;
}

/** So many of one subject are asked about at once; the others when it is judged again. */
const MOST = 10;
/** A directory that is slow or away must not hold up what is to be announced. */
const TIME = minutes(1);
const ENOUGH = 3;

/**
 * A subject with the last use of what is near its end or past it, where its tenant tells that: it makes the end less grave,
 * or a thing to clean up. Asked one by one for these alone, since they are few and the whole report is long. What is not
 * known is as if nobody had asked: it proves nothing.
 */
export const withLastUse = (deps: LastUseDeps) => {
  const until = plus(deps.clock.now(), TIME);
  const failures = new Map<TenantId, number>();

  const lastUsed = async ({ tenant, nativeId }: Subject, keyId: string): Promise<Instant | undefined> => {
    const failed = failures.get(tenant) ?? 0;
    if (failed >= ENOUGH || until <= deps.clock.now()) return undefined;
    const answer = await deps.lastUse.of({ tenant, nativeId }, keyId);
    if (answer.ok) return answer.value;
    // Waiting helps only where it is away.
    failures.set(tenant, answer.failure.code === 'UNAVAILABLE' ? failed + 1 : ENOUGH);
    return undefined;
  };

  return async (subject: Subject, judged: JudgedCredentials, now: Instant): Promise<Subject> => {
    if (!IN_THE_REPORT.has(subject.source)) return subject;
    const isWorthIt = (credential: Credential): boolean => {
      const stage = stageOf(credential, stagePolicyFor(deps.policy, subject, credential), now);
      const isSaid = judged[credential.id]?.findings.some((finding) => SAID.has(finding)) === true;
      return !isSaid && !FAR.has(stage) && SIGNS_IN.has(credential.kind);
    };
    const wanted = subject.credentials.filter(isWorthIt).slice(0, MOST);
    if (wanted.length === 0) return subject;
    const used = new Map<string, Instant>();
    for (const { id, keyId } of wanted) {
      const at = await lastUsed(subject, keyId);
      if (at !== undefined) used.set(id, at);
    }
    return used.size === 0
      ? subject
      : {
          ...subject,
          credentials: subject.credentials.map((credential) => {
            const lastUsedAt = used.get(credential.id);
            return lastUsedAt === undefined ? credential : { ...credential, lastUsedAt };
          }),
        };
  };
};

const IN_THE_REPORT: ReadonlySet<string> = new Set(['entra-applications', 'entra-service-principals']);
const SIGNS_IN: ReadonlySet<string> = new Set(['client-secret', 'client-certificate']);
const FAR: ReadonlySet<string> = new Set(['active', 'not-yet-effective']);
/** Nothing more is to be said of these. */
const SAID: ReadonlySet<string> = new Set(['unused-expired', 'long-expired']);
