import type { LinkId } from '../domain/ids.ts';

/** Chance that nobody can guess. */
export interface Random {
  linkId(): LinkId;
  /** A GUID by which a directory shall call something new. */
  keyId(): string;
  /** So many letters of a to z and A to Z and digits, each as likely as any other. */
  lettersAndDigits(length: number): string;
}
