import type { Result } from '../domain/result.ts';

/** A text as its people wrote it: a policy, a list of declared items, an inventory. */
export interface Written {
  readonly text: string;
  /** Of exactly this text: another text has another one. */
  readonly tag: string;
}

export interface WrittenTextFailure {
  readonly code: 'UNAVAILABLE' | 'FORBIDDEN' | 'NOT_FOUND';
  readonly detail: string;
}

/** Where a text is kept outside the app. */
export interface WrittenText {
  /** `unchanged`, if the text still is the one of this tag. */
  read(knownTag: string | undefined): Promise<Result<Written | 'unchanged', WrittenTextFailure>>;
}
