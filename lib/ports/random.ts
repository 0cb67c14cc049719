import type { LinkId } from '../domain/ids.ts';

/** Chance that nobody can guess. */
export interface Random {
  linkId(): LinkId;
}
