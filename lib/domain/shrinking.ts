/** So few may always be missing. */
const FEW = 5;

/** Whether so many of what was known are missing at once that something else must be wrong. The limit is in percent. */
export const isTooMany = (missing: number, known: number, limit: number): boolean =>
  missing > Math.max(FEW, (known * limit) / 100);
