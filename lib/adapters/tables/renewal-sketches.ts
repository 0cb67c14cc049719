import { odata, type TableClient } from '@azure/data-tables';
import * as z from 'zod';
import type { RenewalId, SubjectId } from '../../domain/ids.ts';
import type { RenewalSketch } from '../../domain/renewal-sketch.ts';
import type { ActiveRenewal } from '../../domain/renewal.ts';
import { type Instant, toIso } from '../../domain/time.ts';
import type { RenewalSketches } from '../../ports/renewal-sketches.ts';
import { fromColumns } from './chunked-text.ts';
import { inSixteens, PARTITIONS } from './partitions.ts';
import { oneOf, shortId } from './schema.ts';
import { type FoundRow, table } from './table.ts';

/** The columns of a renewal's row that a sketch is made from; each holds JSON. */
const COLUMNS = ['state', 'from', 'of', 'made'] as const;

/** In the column `state`, as JSON has it. */
const ENDED: readonly ActiveRenewal['state'][] = [
  'closed',
  'denied',
  'link-expired',
  'by-hand',
  'revoked',
  'closed-by-hand',
  'cancelled',
];

const activeState = oneOf<ActiveRenewal['state']>({
  requesting: true,
  requested: true,
  approved: true,
  denied: true,
  'by-hand': true,
  'awaiting-certificate': true,
  'placing-certificate': true,
  'rolling-over': true,
  'renewing-version': true,
  issuing: true,
  issued: true,
  delivered: true,
  redeemed: true,
  retired: true,
  closed: true,
  'link-expired': true,
  'taking-back': true,
  revoked: true,
  replaced: true,
  'closed-by-hand': true,
  cancelling: true,
  cancelled: true,
});

const known = z.object({
  state: activeState,
  of: z.object({ subjectId: shortId<SubjectId>() }),
  made: z.object({ keyId: z.string() }).optional(),
});
const paused = z.object({ state: z.literal('paused'), from: known });

/** Renewals as others may see them, read straight from their rows: a column of each that is wanted, and no more. */
export const tableRenewalSketches = (client: TableClient): RenewalSketches => {
  const renewals = table(client);
  return {
    read: async (endedSince, unreadable) => {
      const where = goingOnOrEndedSince(endedSince);
      const found = await inSixteens(PARTITIONS, async (partitionKey) => {
        const sketches: RenewalSketch[] = [];
        for await (const row of renewals.range(partitionKey, 'rn-', 'rn.', { columns: COLUMNS, where })) {
          const sketch = sketchOf(row);
          if (sketch === undefined) unreadable(row.rowKey);
          else sketches.push(sketch);
        }
        return sketches;
      });
      return new Map(found.flat().map((sketch) => [sketch.id, sketch]));
    },
  };
};

/** The last write of what has ended was its end. */
const goingOnOrEndedSince = (since: Instant): string => {
  const goesOn = ENDED.map((state) => odata`state ne ${JSON.stringify(state)}`).join(' and ');
  return `(${goesOn}) or Timestamp ge datetime'${toIso(since)}'`;
};

const sketchOf = ({ rowKey, columns }: FoundRow): RenewalSketch | undefined => {
  const id = shortId<RenewalId>().safeParse(rowKey);
  const row = z.union([paused, known]).safeParse(jsonColumns(columns));
  if (!id.success || !row.success) return undefined;
  const { state, of, made } = row.data.state === 'paused' ? row.data.from : row.data;
  return { id: id.data, subjectId: of.subjectId, state, madeKeyId: made?.keyId };
};

const jsonColumns = (columns: FoundRow['columns']): Readonly<Record<string, unknown>> => {
  try {
    return Object.fromEntries(
      COLUMNS.flatMap((name) => {
        const text = fromColumns(name, columns);
        return text === undefined ? [] : [[name, JSON.parse(text) as unknown] as const];
      }),
    );
  } catch {
    return {}; // no row of ours, as its schema will say
  }
};
