import type { CredentialKind } from './credential.ts';
import type { DeclaredItem } from './declared-item.ts';

/** What an operator said of a credential that the monitor itself lives by. */
interface SaidOfOwn {
  readonly expires: string;
  readonly starts?: string | undefined;
  readonly kind?: CredentialKind | undefined;
  readonly owner?: string | undefined;
}

/** How the monitor is set up, as far as credentials of its own follow from it. */
interface Setup {
  readonly mailBy: 'sendgrid' | 'smtp';
  /** Whether the mail server wants a user to sign in. */
  readonly signsInToSmtp: boolean;
}

/** What stops when it ends, and what people call it. */
const KNOWN: Readonly<
  Record<string, { readonly name: string; readonly kind: CredentialKind; readonly stops: string }>
> = {
  SERVICENOW_CLIENT_SECRET: {
    name: 'Expiry Monitor: ServiceNow client secret',
    kind: 'client-secret',
    stops: 'requests at the service desk',
  },
  SERVICENOW_WEBHOOK_KEY: {
    name: 'Expiry Monitor: key of the ServiceNow webhook',
    kind: 'client-secret',
    stops: 'decisions that the service desk tells at once',
  },
  SENDGRID_API_KEY: { name: 'Expiry Monitor: SendGrid API key', kind: 'token', stops: 'all mail' },
  SMTP_PASSWORD: {
    name: 'Expiry Monitor: password of the mail server',
    kind: 'client-secret',
    stops: 'all mail',
  },
};

const inUse = ({ mailBy, signsInToSmtp }: Setup): readonly string[] => [
  'SERVICENOW_CLIENT_SECRET',
  'SERVICENOW_WEBHOOK_KEY',
  ...(mailBy === 'sendgrid' ? ['SENDGRID_API_KEY'] : signsInToSmtp ? ['SMTP_PASSWORD'] : []),
];

/**
 * The credentials that the monitor itself lives by, as declared items: from the first day on, whatever was said of them.
 * What is in use and has no date is there all the same, and is a finding: an end that nobody foresees silences all others.
 */
export const ownItems = (said: Readonly<Record<string, SaidOfOwn>>, setup: Setup): readonly DeclaredItem[] =>
  [...new Set([...inUse(setup), ...Object.keys(said)])].map((name) => {
    const { expires = 'unknown', starts, kind, owner } = said[name] ?? {};
    const known = KNOWN[name];
    return {
      id: `monitor.${name.toLowerCase().replaceAll('_', '-')}`,
      revision: 1,
      kind: kind ?? known?.kind ?? 'client-secret',
      name: known?.name ?? `Expiry Monitor: ${name}`,
      starts,
      expires,
      owner,
      dependents: [{ name: known?.stops ?? 'what the monitor does with it', what: 'monitor' }],
      labels: ['expiry-monitor'],
    };
  });
