import type { LinkId } from '../domain/ids.ts';

/** Chance that nobody can guess. */
export interface Random {
  linkId(): LinkId;
  /** A GUID by which a directory shall call something new. */
  keyId(): string;
}
