import type { Credential, Subject } from './credential.ts';

const LABEL = /^system:(.+)$/i;

/**
 * What systems are involved with a credential, as a label `system:okta` of its subject or a dependent of it says. Hostile
 * text: whoever reads it looks for what it knows and passes over the rest.
 */
export const systemsOf = (
  { labels }: Pick<Subject, 'labels'>,
  { dependents = [] }: Pick<Credential, 'dependents'>,
): readonly string[] => {
  const named = labels.flatMap((label) => LABEL.exec(label)?.slice(1) ?? []);
  return [...new Set([...named.map((name) => name.toLowerCase()), ...dependents.map(({ what }) => what)])];
};
