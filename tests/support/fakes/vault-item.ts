import type { VaultCollection } from '../../../lib/domain/item-place.ts';
import type { Instant } from '../../../lib/domain/time.ts';

/** The current version of something in a vault: of a certificate, where nothing is said. */
export interface FakeCertificate {
  readonly vault: string;
  readonly in?: VaultCollection;
  readonly name: string;
  readonly startsAt?: Instant;
  readonly expiresAt?: Instant;
  readonly enabled?: boolean;
  readonly renewsItself?: boolean;
  readonly owner?: string;
  /** Who signs its next version: the vault itself, or people. */
  readonly issuer?: 'Self' | 'people';
  /** What its issuer says instead of issuing. */
  readonly refuses?: string;
  /** When the vault rotates it by itself. */
  readonly rotatesAt?: Instant;
  /** The tag that says how a value is made. */
  readonly generate?: string;
  /** The renewal that put it there. */
  readonly depositOf?: string;
  readonly usedBy?: readonly string[];
}
