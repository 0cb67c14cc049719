import type { TransactionAction } from '@azure/data-tables';
import * as z from 'zod';
import { pageSchema } from '../../../lib/adapters/graph/page-schema.ts';
import { type ContenderPlace, stopwatch } from './scan-place.ts';
import { FIRST_PAGE, LOW, rowsOfPage } from './scan-rows.ts';

const answer = z.object({ value: z.unknown(), '@odata.nextLink': z.string().optional() });

/**
 * What no scan through the same two SDKs can go below: the same pages through the same Graph client, and the same rows, made
 * beforehand, through the same `submitTransaction`. Making them is not measured.
 */
export const sdkFloor = async ({ graph, tableClient, counts }: ContenderPlace): Promise<object> => {
  const subjects = tableClient('Subjects');
  const watch = stopwatch();
  let next: string | undefined = FIRST_PAGE;
  while (next !== undefined) {
    const path: string = next;
    const page = await watch.measure(() => graph.get(path, LOW));
    next = answer.parse(page)['@odata.nextLink'];
    const transactions: readonly TransactionAction[][] = rowsOfPage(pageSchema.parse(page).value);
    await watch.measure(() =>
      Promise.all(transactions.map((actions) => subjects.submitTransaction(actions))),
    );
  }
  return { cpuSeconds: watch.seconds(), ...counts };
};
