import { readState, type StateShape } from './state-columns.ts';
import type { FoundRow } from './table.ts';

/** The states of some rows. A row that says nothing we understand is named, and the others follow. */
export async function* readableStates<State>(
  table: string,
  shape: StateShape<State>,
  rows: AsyncIterable<FoundRow>,
  unreadable: (row: string) => void,
): AsyncIterable<State> {
  for await (const row of rows) {
    const state = read(() => readState(table, shape, row));
    if (state === undefined) unreadable(row.rowKey);
    else yield state;
  }
}

/** Undefined for what can't be read; whoever lists is told of it. */
const read = <State>(state: () => State): State | undefined => {
  try {
    return state();
  } catch {
    return undefined;
  }
};
