import * as z from 'zod';
import { operation } from './operation.ts';
import { credentialId, instant, nothing, source, subjectId, tenantId } from './parts.ts';

/** What can be removed. */
export const listCleanUpOperation = operation({
  name: 'list-clean-up',
  method: 'GET',
  route: 'api/clean-up',
  guard: { kind: 'role', role: 'Reader' },
  summary: 'Expired credentials that nobody needs any more, the longest expired first.',
  description:
    'A newer one does their work, or they had long been out of use when they ended. Nothing is removed.',
  params: nothing,
  query: nothing,
  body: undefined,
  answer: z.object({
    credentials: z.array(
      z.object({
        tenant: tenantId,
        environment: z.string(),
        source,
        subjectId,
        subject: z.string().meta({ description: 'Hostile text.' }),
        credentialId,
        kind: z.string(),
        keyId: z.string(),
        name: z.string().optional().meta({ description: 'Hostile text.' }),
        expiresAt: instant.optional(),
        lastUsedAt: instant.optional(),
      }),
    ),
  }),
  success: { 200: 'What can be removed.' },
  problems: [],
});
