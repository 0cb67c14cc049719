const PATTERN = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;
const UNITS_MS = [7 * 86_400_000, 86_400_000, 3_600_000, 60_000, 1000];

/** Milliseconds of an ISO 8601 duration such as `P7D` or `PT30S`. Months and years have no fixed length: refused. */
export const durationMs = (text: string): number => {
  const parts: readonly (string | undefined)[] = PATTERN.exec(text)?.slice(1) ?? [];
  if (parts.every((part) => part === undefined)) {
    throw new Error(`"${text}" is not an ISO 8601 duration of weeks, days, hours, minutes and seconds.`);
  }
  return parts.reduce((sum, part, index) => sum + Number(part ?? 0) * (UNITS_MS[index] ?? 0), 0);
};
