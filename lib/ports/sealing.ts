import type { LinkId } from '../domain/ids.ts';
import type { SealedSecret } from '../domain/link.ts';
import type { Result } from '../domain/result.ts';

export interface Sealed {
  /** 32 bytes as base64url. Goes into the mail and nowhere else. */
  readonly linkKey: string;
  readonly verifier: string;
  readonly secret: SealedSecret;
}

export interface SealingFailure {
  readonly code: 'UNAVAILABLE';
  readonly detail: string;
}

/** Seals one value so that it takes the key in the mail and our own share together to open it. */
export type Seal = (linkId: LinkId, value: string, boundTo: string) => Sealed;

/** The key of a link by which nothing is revealed: it only tells who has the mail. */
export type LinkKey = Pick<Sealed, 'linkKey' | 'verifier'>;

/** Makes seals. */
export interface Sealer {
  /** A new share, wrapped. Asked before a credential is made, so that an outage of the vault makes none in vain. */
  ready(): Promise<Result<Seal, SealingFailure>>;
  /** No share and no vault: where nothing is sealed there is none to open. */
  keyOf(linkId: LinkId): LinkKey;
}

/** The other side: what a browser with the key needs besides. */
export interface Opener {
  /** Whether this proof comes from the key that the verifier stands for; takes the same time either way. */
  proves(proof: string, verifier: string): boolean;
  /** Our share, unwrapped, as base64url. */
  share(secret: SealedSecret): Promise<Result<string, SealingFailure>>;
}
