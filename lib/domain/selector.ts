import type { Credential, CredentialKind, Source, Subject } from './credential.ts';
import { impactOf, type Severity } from './severity.ts';

/** Which credentials something is about. What is not said holds for all; of what is said, all must fit. */
export interface Selector {
  readonly kinds?: readonly CredentialKind[] | undefined;
  readonly environments?: readonly string[] | undefined;
  readonly sources?: readonly Source[] | undefined;
  /** Patterns: any label of the subject that fits one of them will do. */
  readonly labels?: readonly string[] | undefined;
  /** What the end of it would be. */
  readonly severities?: readonly Severity[] | undefined;
  /** Patterns of the subject's name. */
  readonly names?: readonly string[] | undefined;
  readonly applicationIds?: readonly string[] | undefined;
}

/**
 * Whether a text fits a pattern: `*` stands for any characters, nothing else is special, and case counts for nothing. Read
 * piece by piece and never as an expression, since a directory's text must not be able to make it slow.
 */
export const fits = (pattern: string, text: string): boolean => {
  const pieces = pattern.toLowerCase().split('*');
  const subject = text.toLowerCase();
  const [first = '', ...rest] = pieces;
  const last = rest.pop();
  if (last === undefined) return subject === first;
  if (!subject.startsWith(first)) return false;
  let at = first.length;
  for (const piece of rest) {
    const found = subject.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return subject.length - last.length >= at && subject.endsWith(last);
};

const fitsAny = (patterns: readonly string[], text: string): boolean =>
  patterns.some((pattern) => fits(pattern, text));

/** Whether a selector is about this credential of this subject. */
export const selects = (
  selector: Selector,
  subject: Subject,
  credential: Pick<Credential, 'kind'>,
): boolean => {
  const { kinds, environments, sources, labels, severities, names, applicationIds } = selector;
  return (
    (kinds?.includes(credential.kind) ?? true) &&
    (environments?.includes(subject.environment) ?? true) &&
    (sources?.includes(subject.source) ?? true) &&
    (labels === undefined || subject.labels.some((label) => fitsAny(labels, label))) &&
    (severities?.includes(impactOf(subject)) ?? true) &&
    (names === undefined || fitsAny(names, subject.name)) &&
    (applicationIds === undefined ||
      (subject.appId !== undefined && applicationIds.includes(subject.appId.toLowerCase())))
  );
};
