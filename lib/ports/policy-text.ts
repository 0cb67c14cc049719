import type { Result } from '../domain/result.ts';

/** A policy as its people wrote it. */
export interface WrittenPolicy {
  readonly text: string;
  /** Of exactly this text: another text has another one. */
  readonly tag: string;
}

export interface PolicyTextFailure {
  readonly code: 'UNAVAILABLE' | 'FORBIDDEN' | 'NOT_FOUND';
  readonly detail: string;
}

/** Where the policy is kept outside the app. */
export interface PolicyText {
  /** `unchanged`, if the text still is the one of this tag. */
  read(knownTag: string | undefined): Promise<Result<WrittenPolicy | 'unchanged', PolicyTextFailure>>;
}
