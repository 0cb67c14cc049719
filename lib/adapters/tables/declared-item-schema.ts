import * as z from 'zod';
import type { CredentialRole } from '../../domain/credential.ts';
import type { DeclaredItem } from '../../domain/declared-item.ts';
import type { KeptItem } from '../../domain/kept-item.ts';
import { credentialKind, instant, oneOf, personKey, tenant, whole } from './schema.ts';

const item: z.ZodType<DeclaredItem> = z.object({
  id: z.string(),
  revision: z.int(),
  kind: credentialKind,
  name: z.string(),
  level: oneOf<NonNullable<DeclaredItem['level']>>({ namespace: true, 'relying-party': true }).optional(),
  role: oneOf<CredentialRole>({ primary: true, secondary: true, current: true, next: true }).optional(),
  starts: z.string().optional(),
  expires: z.string(),
  thumbprint: z.string().optional(),
  partners: z.array(z.string()).optional(),
  endpoint: z.string().optional(),
  owner: z.string().optional(),
  team: z.string().optional(),
  dependents: z
    .array(
      z.object({
        name: z.string(),
        what: z.string().optional(),
        accepts: z.array(z.string()).optional(),
      }),
    )
    .optional(),
  labels: z.array(z.string()).optional(),
});

/** What a declared item's row of Directory holds. */
export const keptItem: z.ZodType<KeptItem> = whole({
  tenant,
  item,
  changedAt: instant,
  changedBy: personKey,
  isRemoved: z.boolean(),
});
