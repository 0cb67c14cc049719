import type { Credential, CredentialKind, Subject } from './credential.ts';
import type { Tenant } from './tenant.ts';
import { toIso } from './time.ts';

/** Why a request that a person opened is not acted on as it is. */
export type Question =
  | { readonly code: 'UNKNOWN_ENVIRONMENT' }
  | { readonly code: 'UNKNOWN_APPLICATION' }
  | { readonly code: 'NO_SUCH_CREDENTIAL' }
  | { readonly code: 'WHICH_CREDENTIAL'; readonly days: readonly string[] }
  | { readonly code: 'REQUESTER_UNKNOWN' }
  | { readonly code: 'SECOND_REQUEST'; readonly ticket: string }
  | { readonly code: 'ALREADY_RENEWED' };

/** Names of environments on forms, where they differ from those of our tenants: DEV is DEVL. */
export type EnvironmentNames = Readonly<Record<string, string>>;

const same = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase();

/** What the form calls an environment of ours. */
export const nameOnForm = (names: EnvironmentNames, environment: string): string =>
  Object.entries(names).find(([, ours]) => same(ours, environment))?.[0] ?? environment;

/** The tenants that a form means. */
export const tenantsMeant = (
  names: EnvironmentNames,
  written: string,
  tenants: readonly Tenant[],
): readonly Tenant[] => {
  const ours = Object.entries(names).find(([form]) => same(form, written))?.[1];
  return tenants.filter(
    ({ environment }) => same(environment, written) || (ours !== undefined && same(environment, ours)),
  );
};

const SECRETS: readonly CredentialKind[] = ['client-secret', 'symmetric-key'];

/**
 * The credential that a form means: of its kind, and with an end; the one that ends on the day that is written, or the
 * only one. Between several nobody but a person can choose.
 */
export const credentialMeant = (
  subject: Pick<Subject, 'credentials'>,
  { update, removalDay }: { readonly update: string; readonly removalDay: string | undefined },
): Credential | Question => {
  const wantsSecret = /secret/i.test(update);
  const ofKind = subject.credentials.filter(
    ({ kind, expiresAt }) => expiresAt !== undefined && SECRETS.includes(kind) === wantsSecret,
  );
  const onDay = ofKind.filter((credential) => dayOf(credential) === removalDay);
  const [one, another] = onDay.length === 1 ? onDay : ofKind;
  if (one === undefined) return { code: 'NO_SUCH_CREDENTIAL' };
  return another === undefined ? one : { code: 'WHICH_CREDENTIAL', days: ofKind.map(dayOf).toSorted() };
};

const dayOf = ({ expiresAt }: Credential): string =>
  expiresAt === undefined ? '' : toIso(expiresAt).slice(0, 10);
