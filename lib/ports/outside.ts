import type { Result } from '../domain/result.ts';

export interface OutsideDocument {
  readonly text: string;
  /** The address that answered, after redirects. */
  readonly address: string;
}

export interface OutsideFailure {
  /** `CLOSED`: it wants a sign-in (401, 403). `REFUSED`: we do not go there. `UNFIT`: too large, or no text. */
  readonly code: 'TIMED_OUT' | 'UNREACHABLE' | 'CLOSED' | 'STATUS' | 'UNFIT' | 'REFUSED';
  /** For people. Names the address without its query. */
  readonly detail: string;
  /** Where it ended, after redirects. */
  readonly address: string;
}

/** Public documents of others, fetched without any credentials, within limits of time and size. Never throws. */
export interface Outside {
  get(url: string, accept: string): Promise<Result<OutsideDocument, OutsideFailure>>;
}
