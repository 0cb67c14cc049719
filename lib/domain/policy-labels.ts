import type { Policy } from './policy.ts';
import { fits } from './selector.ts';

interface WithLabels {
  readonly labels?: readonly string[] | undefined;
}

/** Every pattern of labels that a policy names, by its place. */
const labelPatterns = (policy: Policy): readonly (readonly [place: string, pattern: string])[] => {
  const lists: readonly (readonly [string, readonly WithLabels[]])[] = [
    ['rules', policy.rules],
    ['scope.include', policy.scope.include],
    ['scope.exclude', policy.scope.exclude],
    ['systemManaged.add', policy.systemManaged.add],
    ['preferences', policy.preferences.map((preference) => preference.for)],
    ['dependents', policy.dependents.map(({ of }) => of)],
  ];
  return lists.flatMap(([list, all]) =>
    all.flatMap(({ labels = [] }, index) =>
      labels.map((pattern, nth) => [`${list}.${index}.labels.${nth}`, pattern] as const),
    ),
  );
};

/** The places of a policy that name a label which no subject bears: a slip of the pen, or what has gone. */
export const unmetLabels = (policy: Policy, borne: ReadonlySet<string>): readonly string[] => {
  const labels = [...borne];
  return labelPatterns(policy)
    .filter(([, pattern]) => !labels.some((label) => fits(pattern, label)))
    .map(([place]) => place);
};
