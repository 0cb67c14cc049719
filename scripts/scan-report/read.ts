import type { Credential, Subject } from '../../lib/domain/credential.ts';
import { DEFAULT_POLICY, stagePolicyFor } from '../../lib/domain/policy.ts';
import { stageOf } from '../../lib/domain/stage.ts';
import { type Instant, toIso, wholeDays } from '../../lib/domain/time.ts';
import type { CredentialSource, SourceFailure } from '../../lib/ports/credential-source.ts';

/** One credential as the report shows it: what it is and when it ends. Never a value, nor a part of one. */
interface ReportedCredential {
  readonly source: string;
  readonly subject: string;
  readonly applicationId: string | undefined;
  readonly kind: string;
  readonly name: string | undefined;
  readonly keyId: string;
  readonly expiresAt: string | undefined;
  readonly daysRemaining: number | undefined;
  /** By the default policy. */
  readonly stage: string;
}

export interface Report {
  readonly tenant: string;
  readonly scannedAt: string;
  readonly sources: readonly {
    readonly source: string;
    readonly coverage: 'complete' | 'partial' | 'failed';
    readonly subjects: number;
    readonly credentials: number;
    readonly unread: readonly { readonly what: string; readonly reason: string }[];
  }[];
  /** The next to end first; what never ends comes last. */
  readonly credentials: readonly ReportedCredential[];
}

/** Reads every page of every source. What can't be read is in the report; nothing is written anywhere. */
export const readReport = async (
  tenant: string,
  sources: readonly CredentialSource[],
  now: Instant,
): Promise<Report> => {
  const read = await Promise.all(sources.map((source) => readSource(source)));
  const credentials = read.flatMap(({ subjects }) =>
    subjects.flatMap((subject) => subject.credentials.map((each) => reported(subject, each, now))),
  );
  return {
    tenant,
    scannedAt: toIso(now),
    sources: read.map(({ source, subjects, unread, failed }) => ({
      source,
      coverage: failed ? 'failed' : unread.length === 0 ? 'complete' : 'partial',
      subjects: subjects.length,
      credentials: subjects.reduce((sum, each) => sum + each.credentials.length, 0),
      unread,
    })),
    credentials: credentials.toSorted((a, b) => (a.expiresAt ?? '9').localeCompare(b.expiresAt ?? '9')),
  };
};

const readSource = async (source: CredentialSource) => {
  const subjects: Subject[] = [];
  const unread: { what: string; reason: string }[] = [];
  const failed = ({ code, detail }: SourceFailure, what: string) => {
    unread.push({ what, reason: `${code}: ${detail}` });
  };
  const read = async (part?: string): Promise<boolean> => {
    let cursor: string | undefined;
    do {
      const page = await source.page(cursor, part);
      if (!page.ok) {
        failed(page.failure, part ?? source.source);
        return false;
      }
      subjects.push(...page.value.subjects);
      unread.push(...page.value.unread);
      cursor = page.value.next;
    } while (cursor !== undefined);
    return true;
  };
  const parts = await source.parts?.();
  if (parts?.ok === false) failed(parts.failure, source.source);
  let isAnyRead = false;
  for (const part of parts === undefined ? [undefined] : parts.ok ? parts.value : [])
    if (await read(part)) isAnyRead = true;
  return { source: source.source, subjects, unread, failed: !isAnyRead };
};

const reported = (subject: Subject, credential: Credential, now: Instant): ReportedCredential => ({
  source: subject.source,
  subject: subject.name,
  applicationId: subject.appId,
  kind: credential.kind,
  name: credential.name,
  keyId: credential.keyId,
  expiresAt: credential.expiresAt === undefined ? undefined : toIso(credential.expiresAt),
  daysRemaining: credential.expiresAt === undefined ? undefined : wholeDays(now, credential.expiresAt),
  stage: stageOf(credential, stagePolicyFor(DEFAULT_POLICY, subject, credential), now),
});
