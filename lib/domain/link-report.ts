import type { Instant } from './time.ts';

/**
 * What a recipient can say of a link: others saw the secret; it is lost (or never came out); it was made for the wrong
 * thing; something is odd; or it was not they who asked for it or opened it.
 */
export type ReportKind = 'exposed' | 'lost' | 'misconfigured' | 'unsure' | 'not-me';

/** These end the link at once, and what was sealed in it goes; the others are remarks for the team. */
export type EndingReport = Extract<ReportKind, 'exposed' | 'lost' | 'not-me'>;
export const isEnding = (kind: ReportKind): kind is EndingReport =>
  kind === 'exposed' || kind === 'lost' || kind === 'not-me';

export interface LinkReport {
  readonly kind: ReportKind;
  readonly at: Instant;
  /** When what follows from it was done; until then the link is due. */
  readonly answeredAt: Instant | undefined;
}
