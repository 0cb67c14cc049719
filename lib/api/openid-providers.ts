import * as z from 'zod';
import { operation } from './operation.ts';
import { instant, nothing, tenantId } from './parts.ts';

const id = z
  .string()
  .regex(/^op-[a-z2-7]{26}$/)
  .meta({ description: 'A provider with one set of credentials.' });
const words = z.string().trim().min(1).max(100);
const https = z.url({ protocol: /^https$/, error: 'must be an https address' }).max(2000);

const addresses = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('discovery'),
      url: https.meta({ description: 'Of its discovery document.' }),
      issuer: z
        .string()
        .max(2000)
        .optional()
        .meta({ description: 'What it must call itself; absent: what stands before the well-known path.' }),
    }),
    z.strictObject({
      kind: z.literal('by-hand'),
      issuer: z.string().min(1).max(2000),
      authorization: https,
      token: https,
      userInfo: https,
      keys: https.meta({ description: 'Of its key set (JWKS).' }),
    }),
  ])
  .meta({ description: 'The discovery document; or the issuer and the four endpoints.' });

const settings = {
  clientId: words.meta({ description: 'Joins it to the application of a watched tenant.' }),
  addresses,
  usedBy: z.array(z.string().trim().min(1).max(200)).max(50).default([]).meta({
    description: 'Who signs in by it. What is used is not removed.',
  }),
};

const provider = z.object({
  id,
  tenant: tenantId,
  title: z.string().meta({ examples: ['Contoso ID (Travel portal)'] }),
  name: z.string(),
  credentials: z.string(),
  clientId: z.string(),
  addresses,
  usedBy: z.array(z.string()),
  status: z.enum(['enabled', 'disabled', 'not-configured']),
  keys: z
    .array(
      z.object({
        keyId: z.string().meta({ description: 'Hostile text.' }),
        thumbprint: z.string().optional(),
        startsAt: instant.optional(),
        expiresAt: instant
          .optional()
          .meta({ description: 'Absent: it has no certificate, so nobody knows.' }),
      }),
    )
    .meta({ description: 'What it signs with, as it was read last.' }),
  trouble: z
    .object({ what: z.enum(['unreachable', 'issuer-mismatch']), detail: z.string() })
    .optional()
    .meta({ description: 'What is wrong since the last look. Hostile text.' }),
  checks: z
    .array(
      z.object({
        timestamp: instant,
        resultRedirection: z.string().meta({ description: 'The address that the look ended at.' }),
        result: z.enum(['success', 'failure']),
        credentialType: z.string(),
        message: z.string().meta({ examples: ['Timing out without response from https://id.example/keys'] }),
      }),
    )
    .meta({ description: 'The last fifty looks, the newest first.' }),
});
export type ProviderAnswer = z.infer<typeof provider>;

const one = z.object({ provider });
const role = (name: 'Reader' | 'Operator') => ({ kind: 'role', role: name }) as const;
const of = z.object({ id });

/** What is declared. */
export const listProvidersOperation = operation({
  name: 'list-openid-providers',
  method: 'GET',
  route: 'api/openid-providers',
  guard: role('Reader'),
  summary: 'The OpenID providers that are declared, with their status, their keys and the last looks.',
  params: nothing,
  query: nothing,
  body: undefined,
  answer: z.object({ providers: z.array(provider) }),
  success: { 200: 'All of them, by title.' },
  problems: [],
});

/** A new one. */
export const declareProviderOperation = operation({
  name: 'declare-openid-provider',
  method: 'POST',
  route: 'api/openid-providers',
  guard: role('Operator'),
  summary:
    'Declares an OpenID provider with one set of credentials. It is enabled, and looked at with each scan.',
  params: nothing,
  query: nothing,
  body: z.strictObject({ tenant: tenantId, name: words, credentials: words, ...settings }),
  answer: one,
  success: { 201: 'It is there now.' },
  problems: ['not-found', 'conflict'],
});

/** It is otherwise now. */
export const editProviderOperation = operation({
  name: 'edit-openid-provider',
  method: 'PUT',
  route: 'api/openid-providers/{id}',
  guard: role('Operator'),
  summary: 'Changes what is said of a provider. One that was not configured is disabled then.',
  params: of,
  query: nothing,
  body: z.strictObject(settings),
  answer: one,
  success: { 200: 'How it stands now.' },
  problems: ['not-found', 'conflict'],
});

/** Another like it. */
export const copyProviderOperation = operation({
  name: 'copy-openid-provider',
  method: 'POST',
  route: 'api/openid-providers/{id}/copy',
  guard: role('Operator'),
  summary: 'Copies a provider under another name, or for other credentials. The copy is not configured.',
  params: of,
  query: nothing,
  body: z.strictObject({ name: words.optional(), credentials: words.optional() }),
  answer: one,
  success: { 201: 'The copy.' },
  problems: ['not-found', 'conflict'],
});

const word = (name: string, summary: string) =>
  operation({
    name: `${name}-openid-provider`,
    method: 'POST',
    route: `api/openid-providers/{id}/${name}`,
    guard: role('Operator'),
    summary,
    params: of,
    query: nothing,
    body: undefined,
    answer: one,
    success: { 200: 'How it stands now.' },
    problems: ['not-found', 'conflict'],
  });

/** It is looked at. */
export const enableProviderOperation = word('enable', 'Has a provider looked at with each scan.');

/** It is left alone. */
export const disableProviderOperation = word(
  'disable',
  'Leaves a provider alone: it is no longer looked at, and nothing of it is announced.',
);

/** It goes away. */
export const removeProviderOperation = operation({
  name: 'remove-openid-provider',
  method: 'DELETE',
  route: 'api/openid-providers/{id}',
  guard: role('Operator'),
  summary: 'Removes a provider that nobody uses any more.',
  params: of,
  query: nothing,
  body: undefined,
  answer: one,
  success: { 200: 'It is gone.' },
  problems: ['not-found', 'conflict'],
});
