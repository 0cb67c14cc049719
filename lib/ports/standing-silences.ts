import type { Silence } from '../domain/silence.ts';

/** What people have said that is to be left alone. */
export interface StandingSilences {
  /**
   * Every silence that is not over, in one go; and exceptions whose date has come, which are still to be said to have ended.
   * A row that can't be read is named, and the others follow.
   */
  read(unreadable: (row: string) => void): Promise<readonly Silence[]>;
}
