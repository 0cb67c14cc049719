import * as z from 'zod';
import { CREDENTIAL_KINDS, SOURCES } from '../domain/credential.ts';
import type { Selector } from '../domain/selector.ts';
import { SEVERITIES } from '../domain/severity.ts';

/** An empty list would fit nothing, which nobody means. */
const some = <Schema extends z.ZodType>(one: Schema) =>
  z.array(one).min(1, 'names nothing: leave it out, so that it holds for all').optional();

const pattern = z.string().min(1).max(200);

export const selectorShape = {
  kinds: some(z.enum(CREDENTIAL_KINDS)).describe('Kinds of credentials; absent: all.'),
  environments: some(z.string()).describe('Environments, as the tenants have them; absent: all.'),
  sources: some(z.enum(SOURCES)).describe('Where they were seen; absent: everywhere.'),
  labels: some(pattern).describe(
    'Labels, of which the subject has at least one: tags of an application, `name:value` of a vault. `*` stands for any characters; absent: with any labels, or none.',
  ),
  severities: some(z.enum(SEVERITIES)).describe(
    'How grave the end of it would be, by its source and the rights of its subject; absent: however grave.',
  ),
  names: some(pattern).describe('Names of subjects, in which `*` stands for any characters; absent: all.'),
  applicationIds: some(z.guid().toLowerCase()).describe('Application (client) ids; absent: all.'),
};

/** Which credentials something is about, as people write it. */
export const selector = z.strictObject(selectorShape);

const FIELDS = Object.keys(selectorShape) as readonly (keyof Selector)[];

/** Whether whatever the one fits, the other fits too. Patterns are compared as they stand. */
export const coversAll = (wide: Selector, narrow: Selector): boolean =>
  FIELDS.every((field) => {
    const [all, some] = [wide[field] as readonly string[] | undefined, narrow[field]];
    return all === undefined || (some?.every((one) => all.includes(one)) ?? false);
  });
