import * as z from 'zod';
import { tenantId } from './parts.ts';

/** Every kind of credential that ends; a test holds it against the domain. */
export const credentialKind = z
  .enum([
    'client-secret',
    'client-certificate',
    'symmetric-key',
    'saml-signing-certificate',
    'federation-signing-certificate',
    'token-signing-certificate',
    'token-signing-key',
    'token-encryption-certificate',
    'token-decryption-certificate',
    'service-identity-password',
    'service-identity-key',
    'service-identity-certificate',
    'management-service-password',
    'management-service-key',
    'management-service-certificate',
    'key-vault-certificate',
    'key-vault-secret',
    'key-vault-key',
    'device-certificate',
    'push-certificate',
    'token',
    'tls-certificate',
    'policy-exception',
  ])
  .meta({ description: 'What kind of credential it is.' });

/** Whom spreadsheets, terminals and lists could mistake for something else than a name. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;
const FORMULA = /^\s*[=+\-@]/;

/** A text that is shown to people and may land in a spreadsheet. */
const plain = (most: number) =>
  z
    .string()
    .min(1, 'must not be empty')
    .max(most, `has at most ${most} characters`)
    .refine((text) => text.trim() !== '', { error: 'must not be blank' })
    .refine((text) => !UNSEEN.test(text), {
      error: 'has a line break, or a character that can not be seen: write it without',
    })
    .refine((text) => !FORMULA.test(text), {
      error:
        'begins with =, +, - or @, which a spreadsheet would calculate: begin it with a letter or a digit',
    });

const texts = (most: number) => z.array(plain(200)).max(most, `has at most ${most} entries`);

const DATE = 'must be a date such as 2027-03-01, or a date and time such as 2027-03-01T12:00:00Z';
const date = [z.iso.date(), z.iso.datetime({ offset: true })] as const;

export const declaredId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'must be 1 to 63 of a-z, 0-9 and -, and begin with a letter or a digit')
  .meta({ description: 'What its writers call it, for good: another id is another item.' });

/** What is said of a declared item, however it is written down. */
export const declaredItemShape = {
  kind: credentialKind,
  name: plain(200).meta({ description: 'What people call it.' }),
  level: z
    .enum(['namespace', 'relying-party'])
    .optional()
    .meta({ description: 'What it holds for: a whole namespace, or one relying party.' }),
  role: z
    .enum(['primary', 'secondary', 'current', 'next'])
    .optional()
    .meta({ description: 'Which of several of one purpose it is.' }),
  starts: z.union(date, { error: DATE }).optional().meta({ description: 'From when on it holds.' }),
  expires: z.union([...date, z.enum(['never', 'unknown'])], { error: `${DATE}, or never, or unknown` }).meta({
    description:
      'When it ends. A date without a time is its first moment in UTC. `never` and `unknown` are findings.',
  }),
  thumbprint: z
    .string()
    .regex(/^[0-9A-Fa-f]{40}$/, 'must be the 40 hexadecimal digits of a SHA-1 thumbprint')
    .optional()
    .meta({ description: 'Of a certificate.' }),
  partners: texts(50).optional().meta({ description: 'Who has to be told when it changes.' }),
  endpoint: plain(500).optional().meta({ description: 'Where it is used: an address or a host.' }),
  owner: plain(254)
    .regex(/^[^\s@]+@[^\s@]+$/, 'must be a user principal name or a mail address')
    .optional()
    .meta({ description: 'Who answers for it: a user principal name, or a mail address.' }),
  team: plain(200).optional().meta({ description: 'The team that answers for it.' }),
  dependents: z
    .array(
      z.strictObject({
        name: plain(200).meta({ description: 'What stops working with it.' }),
        what: plain(80).optional().meta({ description: 'What that is. Absent: `system`.' }),
        accepts: texts(20)
          .optional()
          .meta({ description: 'What it accepts in its place, such as `certificate`.' }),
      }),
    )
    .max(100, 'has at most 100 entries')
    .optional()
    .meta({ description: 'Who is known to need it.' }),
  labels: texts(50).optional().meta({ description: 'For rules of the policy.' }),
};

const firstMoment = (date: string): number => Date.parse(date.length === 10 ? `${date}T00:00:00Z` : date);

/** It has to begin before it ends. */
export const endsAfterStart = ({
  starts,
  expires,
}: {
  readonly starts?: string | undefined;
  readonly expires: string;
}): boolean => starts === undefined || !/^\d/.test(expires) || firstMoment(starts) < firstMoment(expires);
export const ENDS_AFTER_START = { error: 'lies before starts', path: ['expires'] };

/** A declared item as a list has it. */
export const declaredItem = z
  .strictObject({
    id: declaredId,
    tenant: tenantId
      .optional()
      .meta({ description: 'The tenant that it belongs to. Absent: the first one of the setting TENANTS.' }),
    revision: z
      .int()
      .positive()
      .optional()
      .meta({ description: 'Counted upwards by whoever changes it. Absent: 1.' }),
    ...declaredItemShape,
  })
  .refine(endsAfterStart, ENDS_AFTER_START);
