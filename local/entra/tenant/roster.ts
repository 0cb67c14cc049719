import type { ApplicationSpec } from './application-spec.ts';
import { LONG_EXPIRED, MONITOR, ODD_SHAPES } from './roster-shapes.ts';
import { ODD_ENDS, REPLACED, SYSTEM_MANAGED } from './roster-findings.ts';
import { ODD_OWNERS } from './roster-owners.ts';
import { CERTIFICATES, WITHIN_A_MONTH, WITHIN_A_WEEK, WITHIN_TWO_MONTHS } from './roster-renewals.ts';

/**
 * The applications that every tenant has, at the same indexes. New ones go to the end: an index is part of an id, and
 * a saved tenant must find its own again.
 */
export const ROSTER: readonly ApplicationSpec[] = [
  ...WITHIN_A_WEEK,
  ...WITHIN_A_MONTH,
  ...WITHIN_TWO_MONTHS,
  ...ODD_OWNERS,
  ...CERTIFICATES,
  ...REPLACED,
  ...ODD_ENDS,
  ...SYSTEM_MANAGED,
  ...ODD_SHAPES,
  ...LONG_EXPIRED,
  ...MONITOR,
];
