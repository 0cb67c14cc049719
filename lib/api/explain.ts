import * as z from 'zod';
import { operation } from './operation.ts';
import {
  credentialId,
  instant,
  overrideId,
  personRef,
  silenceId,
  source,
  subjectId,
  tenantId,
} from './parts.ts';

const words = (description: string) => z.string().meta({ description });

const asked = z.object({
  asks: words('What the rule asks.'),
  answer: z.enum(['yes', 'no']).meta({ description: '`yes` decided; the rules after it were not asked.' }),
  reason: words('What the rule is called.'),
});

const owners = z.object({
  answer: z.enum(['people', 'mailbox', 'missing', 'not-told']).meta({
    description: '`not-told`: the directory does not tell now, see `because`.',
  }),
  rule: words('The link of the owner chain that decided; or `team-mailbox`.').optional(),
  because: words('Why these, or why nobody.'),
  people: z
    .array(personRef.extend({ name: words('Hostile text.') }))
    .meta({ description: 'Whom a notice would go to.' }),
  tried: z
    .array(
      z.object({
        link: words('A link of the owner chain.'),
        found: z.int(),
        disabled: z.int().meta({ description: 'Of those: their account is disabled.' }),
        withoutMail: z.int().meta({ description: 'Of those: they have no mailbox.' }),
        guests: z.int().meta({ description: 'Guests that were left out.' }),
        servicePrincipals: z.int().meta({ description: 'Programs that were left out.' }),
        unknown: z.int().meta({ description: 'Names that nobody in the directory bears.' }),
        largeGroups: z.int().meta({ description: 'Groups of more than fifty people, which were left out.' }),
        unreadableGroups: z.int().meta({ description: 'Groups that the monitor may not read.' }),
      }),
    )
    .meta({ description: 'The owner chain, in its order; the first link with somebody left decides.' }),
  override: z
    .object({
      id: overrideId.optional().meta({ description: 'Absent: it stands in the policy.' }),
      setBy: z.enum(['person', 'policy']),
      owner: words('Whom it names. Hostile text.'),
      reason: words('Why it was set. Hostile text.'),
      until: instant.optional(),
    })
    .optional()
    .meta({ description: 'The override that holds, whoever it leads to.' }),
});

const said = z.object({
  firstSeenAt: instant,
  announced: words('The closest stage that was announced.').optional(),
  announcedAt: instant.optional(),
  findings: z.array(z.string()).meta({ description: 'Findings that were said.' }),
  mails: z
    .array(
      z.object({
        at: instant,
        stage: z.string(),
        cause: words('A stage, a reminder, or a word about an exception.'),
        to: z
          .array(z.union([personRef, z.string()]))
          .meta({ description: 'Who got it: people, or the mailbox of the team or the security contact.' }),
      }),
    )
    .meta({ description: 'The last mails about it, the oldest first.' }),
  owed: z
    .object({ stage: z.string(), cause: z.string(), attempts: z.int(), nextTryAt: instant })
    .optional()
    .meta({ description: 'A mail that is still to be sent.' }),
  remindAt: instant.optional(),
});

const explained = z.object({
  credentialId,
  kind: z.string(),
  keyId: z.string(),
  name: words('Hostile text.').optional(),
  startsAt: instant.optional(),
  expiresAt: instant.optional(),
  verdict: z.enum(['announce', 'quiet']),
  because: words('The rule that keeps it quiet; with `announce`: what would be said.'),
  asked: z.array(asked).meta({ description: 'Every rule that was asked, in order.' }),
  stage: z.string(),
  stageFrom: instant.optional(),
  nextStageAt: instant.optional(),
  nextLookAt: instant.optional().meta({ description: 'When it is judged next if nobody brings news of it.' }),
  severity: z.string(),
  impact: words('How grave its end would be, before anything is said of when.'),
  policyRule: words('The rule of the policy that it stands under; or the fallback.'),
  actions: z.array(z.string()).meta({ description: 'What the policy wants done at this stage.' }),
  managedBy: words('The product that renews it, if one does.').optional(),
  findings: z.array(z.string()).meta({ description: 'What wants a person’s eye.' }),
  silences: z.array(
    z.object({
      id: silenceId,
      kind: z.string(),
      standing: z.string().meta({ examples: ['in-force', 'awaiting-approval', 'void: owners-changed'] }),
      reason: words('Hostile text.'),
      until: instant,
    }),
  ),
  advice: z
    .object({ prefer: z.array(z.string()), reason: z.string(), reviewAt: instant })
    .optional()
    .meta({ description: 'What would be better than a credential of the same kind.' }),
  said,
  renewal: z
    .object({ id: z.string(), state: z.string(), ticket: z.string().optional() })
    .optional()
    .meta({ description: 'The renewal of this expiry, if there is one.' }),
});
export type ExplainedAnswer = z.infer<typeof explained>;

/** Why is it announced, or why not? */
export const explainOperation = operation({
  name: 'explain',
  method: 'GET',
  route: 'api/explain/{id}',
  guard: { kind: 'role', role: 'Reader' },
  summary:
    'Why a credential is announced, or is not: every rule that was asked, its stage, its owner, its mails.',
  description: 'Asks the directory for the owners. Changes nothing and sends nothing.',
  params: z.object({ id: z.union([credentialId, subjectId]) }),
  query: z.object({ subject: subjectId.optional().meta({ description: 'Saves a search.' }) }),
  body: undefined,
  answer: z.object({
    tenant: tenantId,
    environment: z.string(),
    source,
    subjectId,
    subject: words('Hostile text.'),
    isGone: z.boolean().meta({ description: 'It was removed; what was known of it is not.' }),
    announces: z.boolean().meta({ description: 'Whether its source speaks. See GET /api/arming.' }),
    owners,
    credentials: z.array(explained),
  }),
  success: { 200: 'The whole way to the verdict.' },
  problems: ['not-found'],
});
