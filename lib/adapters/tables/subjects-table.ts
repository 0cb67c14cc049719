import type { TableClient } from '@azure/data-tables';
import type { Subject } from '../../domain/credential.ts';
import { ID_PATTERN, readId, type SubjectId, type TenantId } from '../../domain/ids.ts';
import type { KnownSubject, SubjectKey, Subjects, SubjectState } from '../../ports/subjects.ts';
import { aggregateTable, type Codec } from './aggregate-table.ts';
import { insertAll } from './insert-all.ts';
import { tenantOf, tenantPartition, tenantPartitions } from './partitions.ts';
import { readableStates } from './readable-states.ts';
import { source } from './schema.ts';
import { subjectState } from './subject-schema.ts';
import { type FoundRow, table } from './table.ts';

/** How subjects lie in their table. */
export const subjectCodec = (tenants: readonly TenantId[]): Codec<SubjectKey, SubjectState> => ({
  version: 2,
  schema: subjectState,
  partitions: tenantPartitions(tenants),
  beside: ({ facts }) => ({ of_source: facts.source, ...thumbprintsOf(facts) }),
  placeOf: (key) => ({ partitionKey: tenantPartition(key.tenant, key.id), rowKey: key.id }),
  keyOf: ({ partitionKey, rowKey }) =>
    ID_PATTERN.test(rowKey)
      ? { tenant: readId<TenantId>(tenantOf(partitionKey)), id: readId<SubjectId>(rowKey) }
      : undefined,
});

/** The inventory in a table. `tenants` are all that may be asked for what is due. */
export const tableSubjects = (client: TableClient, tenants: readonly TenantId[]): Subjects => {
  const subjects = table(client);
  const shape = subjectCodec(tenants);
  return {
    ...aggregateTable(subjects, shape),
    list: async function* (tenant, unreadable, after) {
      const last = after && shape.placeOf({ tenant, id: after });
      // Subject ids begin with `sb-`, and a dot comes right after the hyphen: no helper row lies in between.
      for (const partitionKey of partitionsFrom(tenant, last?.partitionKey)) {
        // Ids are of one length, so nothing but the row itself lies before its key and a further character.
        const from = last?.partitionKey === partitionKey ? `${last.rowKey}-` : 'sb-';
        yield* readableStates(subjects.name, shape, subjects.range(partitionKey, from, 'sb.'), unreadable);
      }
    },
    known: async function* (tenant) {
      const columns = ['factsHash', 'goneAt', 'of_source'];
      for (const partitionKey of tenantPartitions([tenant]))
        for await (const row of subjects.range(partitionKey, 'sb-', 'sb.', { columns }))
          yield knownSubject(row);
    },
    certificates: async function* (tenant) {
      const reading = { columns: ['of_thumbprints'], where: "of_thumbprints gt ''" };
      for (const partitionKey of tenantPartitions([tenant]))
        for await (const { rowKey, columns } of subjects.range(partitionKey, 'sb-', 'sb.', reading)) {
          const { of_thumbprints: told } = columns;
          if (typeof told === 'string') yield { id: readId<SubjectId>(rowKey), thumbprints: told.split(' ') };
        }
    },
    insertAll: (added, dueAt) =>
      insertAll(
        subjects,
        shape,
        added.map(({ state, factsText }) => ({ key: state.facts, state, texts: { facts: factsText } })),
        dueAt,
      ),
  };
};

/** A column holds half of what this may be at most; what holds more certificates is not joined by the rest. */
const MOST_THUMBPRINTS = 400;

const thumbprintsOf = ({ credentials }: Subject): { readonly of_thumbprints?: string } => {
  const all = new Set(credentials.flatMap(({ thumbprint }) => (isSha1(thumbprint) ? [thumbprint] : [])));
  return all.size === 0 ? {} : { of_thumbprints: [...all].slice(0, MOST_THUMBPRINTS).join(' ') };
};

const isSha1 = (text: string | undefined): text is string => /^[0-9A-F]{40}$/.test(text ?? '');

/** Of a row that can't be read as a whole too: whoever finds it changed will say so. */
const knownSubject = ({ rowKey, columns }: FoundRow): KnownSubject => {
  const { factsHash, goneAt, of_source: of } = columns;
  return {
    id: readId<SubjectId>(rowKey),
    source: source.safeParse(of).data,
    // JSON text, as every column of a state.
    factsHash: typeof factsHash === 'string' ? (JSON.parse(factsHash) as string) : '',
    isGone: typeof goneAt === 'string',
  };
};

const partitionsFrom = (tenant: TenantId, partitionKey: string | undefined): readonly string[] => {
  const all = tenantPartitions([tenant]);
  return partitionKey === undefined ? all : all.slice(all.indexOf(partitionKey));
};
