import { createHash } from 'node:crypto';
import type { RequestItem } from './servicenow-schema.ts';

/** The questions of the form that say what is asked, and for whom. Dates are not among them: they may be changed. */
const ASKED = [
  'variables.application_name',
  'variables.application_id',
  'variables.environment',
  'variables.update_kind',
  'requested_for',
] as const satisfies readonly (keyof RequestItem)[];

/**
 * What a ticket asks now. One that we ordered bears it; of one that a person opened it is made from the form, so that an
 * edit shows there too.
 */
export const revisionOf = (item: RequestItem): string =>
  item['variables.revision'] === '' ? formRevision(item) : item['variables.revision'];

/** What its questions ask now, whatever revision it bears. */
export const formRevision = (item: RequestItem): string => {
  const asked = JSON.stringify(ASKED.map((name) => item[name]));
  return `form-${createHash('sha256').update(asked).digest('hex').slice(0, 32)}`;
};
