import type { TransactionAction } from '@azure/data-tables';
import { APPLICATION_LIST } from '../../../lib/adapters/graph/application-subject.ts';
import { sha256 } from '../../../lib/adapters/system/sha256.ts';
import { dueKeyOf } from '../../../lib/adapters/tables/due-rows.ts';
import { stateColumns } from '../../../lib/adapters/tables/state-columns.ts';
import { subjectCodec } from '../../../lib/adapters/tables/subjects-table.ts';
import { instantOfMs } from '../../../lib/domain/time.ts';
import { factsHashOf } from '../../../lib/use-cases/observe-subject.ts';
import { TENANT } from './scan-place.ts';

/** The question of the product. */
export const FIRST_PAGE = `/applications?$select=${APPLICATION_LIST.fields}&$top=999`;
export const LOW = { 'x-ms-throttle-priority': 'Low' };

const SUBJECTS_IN_ONE = 50;
const NOW = instantOfMs(Date.now());
const CODEC = subjectCodec([TENANT.id]);
const NONCE = '00000000-0000-4000-8000-000000000000';

/** The rows that the product writes for a page, in transactions as it makes them. */
export const rowsOfPage = (entries: readonly unknown[]): TransactionAction[][] => {
  const byPartition = new Map<string, TransactionAction[][]>();
  for (const entry of entries) {
    const read = APPLICATION_LIST.read(entry, TENANT, sha256);
    if (read.kind !== 'read') throw new Error('A generated application is not understood.');
    const { subject: facts } = read;
    const state = {
      ...{ facts, factsHash: factsHashOf(sha256, facts), observedAt: NOW },
      ...{ goneAt: undefined, judged: {} },
    };
    const place = CODEC.placeOf(facts);
    const due = dueKeyOf(NOW, place.rowKey);
    const columns = stateColumns('Subjects', place, CODEC, state);
    const rows = byPartition.get(place.partitionKey) ?? [];
    rows.push([
      ['create', { ...place, ...columns, ...CODEC.beside?.(state), commit: NONCE, due }],
      ['upsert', { partitionKey: place.partitionKey, rowKey: due }, 'Replace'],
    ]);
    byPartition.set(place.partitionKey, rows);
  }
  return [...byPartition.values()].flatMap((rows) =>
    Array.from({ length: Math.ceil(rows.length / SUBJECTS_IN_ONE) }, (_, part) =>
      rows.slice(part * SUBJECTS_IN_ONE, (part + 1) * SUBJECTS_IN_ONE).flat(),
    ),
  );
};
