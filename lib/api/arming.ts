import * as z from 'zod';
import { operation } from './operation.ts';
import { instant, nothing, personRef, source, tenantId } from './parts.ts';

const armed = z.object({
  tenant: tenantId,
  environment: z.string().meta({ description: 'DEVL, NLE, LIVE, or what the organisation says.' }),
  source,
  announces: z.boolean().meta({ description: 'Whether its credentials are announced now.' }),
  because: z.string().meta({ description: 'Why it does, or why not, and what to do, in one sentence.' }),
  baselineAt: instant
    .optional()
    .meta({ description: 'The end of the first scan that did not fail. Nothing is armed before it.' }),
  armedAt: instant.optional().meta({ description: 'Since when it is armed; absent: it is not.' }),
  armedBy: z
    .union([z.literal('setting'), personRef])
    .optional()
    .meta({ description: 'A person, or the setting ARM.' }),
  said: z
    .object({ word: z.enum(['arm', 'disarm']), by: personRef, at: instant })
    .optional()
    .meta({ description: 'The last word of a person, which stands over the setting ARM.' }),
  inSetting: z.boolean().meta({ description: 'Whether the setting ARM names it.' }),
  isWaking: z
    .boolean()
    .meta({ description: 'Whether its subjects are still being put up for judging, some in every run.' }),
});

const mode = z.enum(['observe', 'act']).meta({
  description: 'The setting MODE. `observe` is a ceiling: nothing is announced, whatever is armed.',
});

const one = z.object({ mode, source: armed });
export type ArmingAnswer = z.infer<typeof armed>;

const params = z.object({ tenant: tenantId, source });
const role = (name: 'Reader' | 'Operator') => ({ kind: 'role', role: name }) as const;

/** What is armed. */
export const listArmingOperation = operation({
  name: 'list-arming',
  method: 'GET',
  route: 'api/arming',
  guard: role('Reader'),
  summary: 'Every source of every tenant: its baseline, whether it is armed, since when and by whom.',
  params: nothing,
  query: nothing,
  body: undefined,
  answer: z.object({ mode, sources: z.array(armed) }),
  success: { 200: 'Every source that is watched.' },
  problems: [],
});

/** Lets a source speak. */
export const armSourceOperation = operation({
  name: 'arm-source',
  method: 'POST',
  route: 'api/arming/{tenant}/{source}/arm',
  guard: role('Operator'),
  summary:
    'Arms a source: its credentials are announced from the next run of the judge on, under the storm cap.',
  description:
    'Before its baseline is known, and under MODE=observe, the wish is kept, and heeded then. Arming what is armed changes nothing.',
  params,
  query: nothing,
  body: undefined,
  answer: one,
  success: { 200: 'How the source stands now.' },
  problems: ['not-found', 'conflict'],
});

/** Silences a source. */
export const disarmSourceOperation = operation({
  name: 'disarm-source',
  method: 'POST',
  route: 'api/arming/{tenant}/{source}/disarm',
  guard: role('Operator'),
  summary: 'Disarms a source: its credentials are seen and judged, and no longer announced.',
  description:
    'A run of the judge that is under way may still announce some. It stays disarmed until someone arms it here, whatever the setting ARM says.',
  params,
  query: nothing,
  body: undefined,
  answer: one,
  success: { 200: 'How the source stands now.' },
  problems: ['not-found', 'conflict'],
});
