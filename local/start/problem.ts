/** Why something can't go on, in one line for a person: what is wrong, and what to do. */
export class Problem extends Error {
  override readonly name = 'Problem';
}

/** One line for whatever was thrown. */
export const oneLine = (thrown: unknown): string =>
  (thrown instanceof Error ? thrown.message : String(thrown)).replace(/\s+/g, ' ').trim();
