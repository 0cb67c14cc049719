import * as z from 'zod';
import { operation } from './operation.ts';
import { instant, nothing, source, tenantId } from './parts.ts';

const coverage = z.enum(['complete', 'partial', 'failed']).meta({
  description:
    '`complete`: all was read. `partial`: all but what `unread` names. `failed`: the source could not be read.',
});
const scope = z
  .enum(['full', 'changes'])
  .meta({ description: '`full`: everything was read. `changes`: what changed since the scan before.' });
const unread = z.object({
  what: z.string().meta({ description: 'What the source calls it: hostile text.' }),
  reason: z.string().meta({ description: 'Why it could not be read; a right that is missing by its name.' }),
});

const ended = z.object({
  startedAt: instant,
  endedAt: instant,
  scope,
  coverage,
  subjects: z.int().meta({ description: 'How many were read: of changes, those that changed.' }),
  unreadTotal: z.int(),
});

const underWay = z.object({
  startedAt: instant,
  scope,
  subjects: z.int().meta({ description: 'How many were read so far.' }),
  openParts: z
    .int()
    .optional()
    .meta({ description: 'How many slices are not read yet, of a source in parts.' }),
  postponed: z
    .object({ until: instant, reason: z.string() })
    .optional()
    .meta({ description: 'It waits: the source is away, or slows us down.' }),
});

const sourceCoverage = z.object({
  tenant: tenantId,
  environment: z.string(),
  source,
  coverage: coverage.optional().meta({ description: 'Of the scan that ended last; absent: none ever did.' }),
  endedAt: instant.optional(),
  ageSeconds: z
    .int()
    .optional()
    .meta({ description: 'How long ago a scan that missed nothing ended; absent: none ever did.' }),
  known: z
    .object({ subjects: z.int(), credentials: z.int(), at: instant })
    .optional()
    .meta({ description: 'What the last scan of everything counted.' }),
  unread: z.array(unread).meta({ description: 'What is not read as of now, up to 100 of them.' }),
  unreadTotal: z.int(),
  latest: z.array(ended).meta({ description: 'The last scans, the newest first.' }),
  underWay: underWay.optional(),
});

/** What was read of each source, what was not, and how old that is. */
export const showCoverageOperation = operation({
  name: 'show-coverage',
  method: 'GET',
  route: 'api/coverage',
  guard: { kind: 'role', role: 'Reader' },
  summary: 'Of each source: its last scans, what they could not read and why, and how old what is known is.',
  params: nothing,
  query: nothing,
  body: undefined,
  answer: z.object({ sources: z.array(sourceCoverage) }),
  success: { 200: 'The coverage of every source.' },
  problems: [],
});
