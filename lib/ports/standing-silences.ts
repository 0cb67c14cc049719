import type { Silence } from '../domain/silence.ts';

/** What people have said that is to be left alone. */
export interface StandingSilences {
  /** Every silence that nobody has ended yet, in one go. A row that can't be read is named, and the others follow. */
  read(unreadable: (row: string) => void): Promise<readonly Silence[]>;
}
