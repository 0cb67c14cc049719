import * as z from 'zod';
import { operation } from './operation.ts';
import { credentialId, instant, nothing, source, subjectId, tenantId } from './parts.ts';

const entry = z.object({
  tenant: tenantId,
  environment: z.string().meta({ description: 'DEVL, NLE, LIVE, or what the organisation says.' }),
  source,
  subjectId,
  subject: z.string().meta({ description: 'What the directory or vault calls it: hostile text.' }),
  credentialId,
  kind: z.string().meta({ examples: ['client-secret', 'key-vault-certificate'] }),
  keyId: z.string().meta({ description: 'What the source calls the credential.' }),
  name: z.string().optional().meta({ description: 'Hostile text, where the source has one.' }),
  startsAt: instant.optional(),
  expiresAt: instant.optional().meta({ description: 'Absent: it never ends.' }),
  stage: z
    .string()
    .meta({ description: 'Where it stands against the policy.', examples: ['active', 'urgent'] }),
  announced: z.string().optional().meta({ description: 'The closest stage that was announced.' }),
});

/** Everything that is known. */
export const listInventoryOperation = operation({
  name: 'list-inventory',
  method: 'GET',
  route: 'api/inventory',
  guard: { kind: 'role', role: 'Reader' },
  summary: 'Every credential that is known, the next to expire first. Never a value.',
  params: nothing,
  query: nothing,
  body: undefined,
  answer: z.object({ credentials: z.array(entry) }),
  success: { 200: 'The inventory.' },
  problems: [],
});
