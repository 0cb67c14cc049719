/** Milliseconds that look like chance and are the same for the same seed. */
export const seededDelays = (wanted: {
  readonly seed: number;
  readonly count: number;
  readonly from: number;
  readonly to: number;
}): readonly number[] => {
  let state = wanted.seed >>> 0;
  // Numerical Recipes' generator: its upper bits are good enough to choose moments by.
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  return Array.from({ length: wanted.count }, () =>
    Math.round(wanted.from + next() * (wanted.to - wanted.from)),
  );
};
