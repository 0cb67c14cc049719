import type { TableClient, TransactionAction } from '@azure/data-tables';
import { dueKeyOf } from '../../../lib/adapters/tables/due-rows.ts';
import { stateColumns } from '../../../lib/adapters/tables/state-columns.ts';
import { subjectCodec } from '../../../lib/adapters/tables/subjects-table.ts';
import { sha256 } from '../../../lib/adapters/system/sha256.ts';
import type { Credential, Subject } from '../../../lib/domain/credential.ts';
import { credentialId, fingerprint, subjectId, type TenantId } from '../../../lib/domain/ids.ts';
import { judgeSubject } from '../../../lib/domain/judging.ts';
import { DEFAULT_POLICY } from '../../../lib/domain/policy.ts';
import { days, type Instant, minus, plus } from '../../../lib/domain/time.ts';
import type { SubjectState } from '../../../lib/ports/subjects.ts';

const LIFETIME = days(365);
/** Of the default policy: the stage that raises a request. */
const STAGE = days(30);

/** Credentials of the `n`th application: of nine, seven hold two and two hold three, so that 45,000 hold 100,000. */
export const credentialsOf = (n: number): number => (n % 9 < 7 ? 2 : 3);

/**
 * An application that was judged and whose first credential comes to its next stage at `dueAt`, all others much later. That one
 * is a certificate in every second application; the rest are secrets.
 */
export const aJudgedSubject = (
  tenant: TenantId,
  n: number,
  judgedAt: Instant,
  dueAt: Instant,
): SubjectState => {
  const nativeId = guid(`application ${n}`);
  const id = subjectId(sha256, { tenant, source: 'entra-applications', nativeId });
  const ends = Array.from({ length: credentialsOf(n) }, (_, at) => plus(plus(dueAt, STAGE), days(90 * at)));
  const facts: Subject = {
    id,
    tenant,
    environment: 'LIVE',
    source: 'entra-applications',
    kind: 'application',
    nativeId,
    appId: guid(`client ${n}`),
    name: `application ${n}`,
    labels: ['env:prod', `team:${n % 200}`],
    ownerHints: { serviceManagementReference: `CI${n}`, ownerTag: undefined },
    enabled: true,
    credentials: ends.map((expiresAt, at) =>
      credential(id, `${n}/${at}`, expiresAt, at === 0 && n % 2 === 0),
    ),
  };
  const judging = judgeSubject({
    subject: facts,
    judged: {},
    policy: DEFAULT_POLICY,
    armed: true,
    underWay: new Set(),
    silences: [],
    allowance: 100,
    now: judgedAt,
  });
  return {
    facts,
    factsHash: fingerprint(sha256, JSON.stringify(facts)),
    observedAt: judgedAt,
    goneAt: undefined,
    judged: forgettingNotices(judging.judged),
  };
};

/** What was said before was mailed too. */
const forgettingNotices = (judged: SubjectState['judged']): SubjectState['judged'] =>
  Object.fromEntries(
    Object.entries(judged).map(([id, memory]) => [id, { ...memory, notice: undefined, remindAt: undefined }]),
  );

const credential = (
  subject: Subject['id'],
  name: string,
  expiresAt: Instant,
  isCertificate: boolean,
): Credential => {
  const kind = isCertificate ? 'client-certificate' : 'client-secret';
  return {
    id: credentialId(sha256, subject, kind, guid(name)),
    kind,
    keyId: guid(name),
    name,
    startsAt: minus(expiresAt, LIFETIME),
    expiresAt,
    thumbprint: isCertificate ? thumbprint(name) : undefined,
    hint: isCertificate ? undefined : 'aB3',
    enabled: true,
    renewsItself: false,
    managedBy: undefined,
  };
};

const thumbprint = (text: string): string =>
  Buffer.from(sha256(text)).toString('hex').slice(0, 40).toUpperCase();

const guid = (text: string): string =>
  Buffer.from(sha256(text))
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');

/** The rows of one subject, as a commit would have left them: the state and, beside it, when it is due. */
const rowsOf = (state: SubjectState, dueAt: Instant): readonly TransactionAction[] => {
  const { tenant, id } = state.facts;
  const codec = subjectCodec([tenant]);
  const place = codec.placeOf({ tenant, id });
  const due = dueKeyOf(dueAt, id);
  const columns = {
    ...stateColumns('Subjects', place, codec, state),
    ...codec.beside?.(state),
    ...{ commit: 'filled', due },
  };
  return [
    ['create', { ...place, ...columns }],
    ['create', { partitionKey: place.partitionKey, rowKey: due }],
  ];
};

/** Writes subjects in transactions of a hundred rows, several at once. */
export const fill = async (
  client: TableClient,
  subjects: Iterable<readonly [SubjectState, Instant]>,
  onProgress: (subjects: number) => void,
): Promise<void> => {
  const open = new Map<string, TransactionAction[]>();
  const underWay = new Set<Promise<unknown>>();
  const submit = async (rows: TransactionAction[]): Promise<void> => {
    const work: Promise<unknown> = client.submitTransaction(rows).finally(() => underWay.delete(work));
    underWay.add(work);
    if (underWay.size >= 8) await Promise.race(underWay);
  };
  let count = 0;
  for (const [state, dueAt] of subjects) {
    const rows = rowsOf(state, dueAt);
    const { partitionKey } = rows[0]![1];
    const waiting = open.get(partitionKey) ?? [];
    waiting.push(...rows);
    open.set(partitionKey, waiting);
    if (waiting.length >= 100) {
      open.delete(partitionKey);
      await submit(waiting);
    }
    count += 1;
    if (count % 5000 === 0) onProgress(count);
  }
  for (const rows of open.values()) await submit(rows);
  await Promise.all(underWay);
};
