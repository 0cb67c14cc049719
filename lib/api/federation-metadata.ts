import * as z from 'zod';
import { operation } from './operation.ts';
import { instant, nothing, personRef, tenantId } from './parts.ts';

const hostile = (what: string) => z.string().meta({ description: `${what} Hostile text.` });
const label = z.string().min(1).max(200);
const pins = z
  .array(z.string().regex(/^([0-9A-Fa-f]{40}|[0-9A-Fa-f]{64})$/, 'is a thumbprint, SHA-1 or SHA-256, in hex'))
  .max(10);

const trust = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('unknown') }),
    z.strictObject({ kind: z.literal('pins'), signing: pins.default([]), encryption: pins.default([]) }),
    z.strictObject({ kind: z.literal('domain'), domain: z.string().min(1).max(253) }),
    z.strictObject({ kind: z.literal('service-principal'), objectId: z.guid() }),
  ])
  .meta({
    description:
      'How it is known which certificates the tenant trusts: thumbprints, the one in use first; a federated domain of the tenant; or the object id of the service principal that tokens are encrypted for.',
  });

const certificate = z.object({
  use: z.enum(['signing', 'encryption']),
  thumbprint: z.string(),
  sha256: z.string(),
  name: hostile('The distinguished name.'),
  startsAt: instant,
  expiresAt: instant,
});

const difference = z.object({
  entityId: z.object({ from: z.string(), to: z.string() }).optional(),
  added: z.array(certificate),
  removed: z.array(certificate),
  inUse: z.array(certificate).meta({ description: 'Of the removed ones, those in use.' }),
});

const metadata = z.object({
  id: z.string().meta({ description: 'What the inventory calls it.' }),
  tenant: tenantId,
  name: z.string(),
  origin: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('url'), url: z.string() }),
    z.object({ kind: z.literal('file'), sha256: z.string() }),
  ]),
  trust,
  usedBy: z.array(z.string()),
  declaredAt: instant,
  declaredBy: personRef,
  readAt: instant.optional().meta({ description: 'Since when it is as it is; absent: never read.' }),
  entityId: hostile('Which entity it is.').optional(),
  sides: z.array(z.enum(['identity-provider', 'relying-party'])).optional(),
  certificates: z.array(certificate),
  refused: z
    .object({ at: instant, difference })
    .optional()
    .meta({ description: 'What was fetched since and not taken: it lacks the certificate in use.' }),
  unreachable: z.object({ since: instant, detail: z.string() }).optional(),
});
export type MetadataAnswer = z.infer<typeof metadata>;

const name = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/, 'has letters, digits, dots and hyphens, at most 100');
const params = z.object({ tenant: tenantId, name });
const MOST_CHARACTERS = 1024 * 1024;

/** What is watched. */
export const listMetadataOperation = operation({
  name: 'list-federation-metadata',
  method: 'GET',
  route: 'api/federation-metadata',
  guard: { kind: 'role', role: 'Reader' },
  summary: 'The federation metadata that is watched: its certificates, and what was refused of it.',
  params: nothing,
  query: nothing,
  body: undefined,
  answer: z.object({ metadata: z.array(metadata) }),
  success: { 200: 'All of it, by name.' },
  problems: [],
});

/** Has metadata watched. */
export const declareMetadataOperation = operation({
  name: 'declare-federation-metadata',
  method: 'PUT',
  route: 'api/federation-metadata/{tenant}/{name}',
  guard: { kind: 'role', role: 'Operator' },
  summary: 'Declares federation metadata by its address, or imports a file of it.',
  description:
    'An address is fetched at each scan. A file is read at once; one that would drop the certificate in use is refused with the difference as `faults`, and nothing is changed.',
  params,
  query: nothing,
  longestBody: MOST_CHARACTERS + 64 * 1024,
  body: z
    .strictObject({
      url: z
        .url({ protocol: /^https$/, error: 'must be an https address' })
        .max(2000)
        .optional(),
      xml: z
        .string()
        .max(MOST_CHARACTERS, 'is too long')
        .optional()
        .meta({ description: 'The file, as text.' }),
      entityId: z
        .string()
        .max(1024)
        .optional()
        .meta({ description: 'Which entity, where the document holds several.' }),
      trust: trust.default({ kind: 'unknown' }),
      usedBy: z.array(label).max(50).default([]).meta({ description: 'Who signs in by it.' }),
    })
    .refine(({ url, xml }) => (url === undefined) !== (xml === undefined), {
      error: 'give either url or xml',
      path: ['url'],
    }),
  answer: z.object({
    metadata,
    difference: difference.optional().meta({ description: 'Of a file: what it changed.' }),
  }),
  success: { 201: 'It is there now.', 200: 'It was there, and is as you said now.' },
  problems: ['not-found', 'conflict'],
});

/** Leaves metadata alone. */
export const removeMetadataOperation = operation({
  name: 'remove-federation-metadata',
  method: 'DELETE',
  route: 'api/federation-metadata/{tenant}/{name}',
  guard: { kind: 'role', role: 'Operator' },
  summary: 'Federation metadata is no longer watched.',
  params,
  query: nothing,
  body: undefined,
  answer: z.object({ metadata }),
  success: { 200: 'It is no longer watched.' },
  problems: ['not-found', 'conflict'],
});
