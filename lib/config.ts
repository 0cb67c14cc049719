import * as z from 'zod';
import type { common } from './settings/common.ts';
import { role, type Role } from './settings/common.ts';

export type { Role };
import { link } from './settings/link.ts';
import { deskFaults } from './settings/desk.ts';
import { mailFaults } from './settings/mail.ts';
import { renew } from './settings/renew.ts';
import { watch } from './settings/watch.ts';

/** The settings of each role, by name; each says what it is for. */
export const SETTINGS = { watch, renew, link, all: { ...watch, ...renew, ...link } };

const hasServiceBus = (s: {
  SERVICE_BUS?: string | undefined;
  SERVICE_BUS__fullyQualifiedNamespace?: string | undefined;
}) => (s.SERVICE_BUS === undefined) !== (s.SERVICE_BUS__fullyQualifiedNamespace === undefined);
const oneServiceBus = {
  error:
    'set either SERVICE_BUS (a connection string) or SERVICE_BUS__fullyQualifiedNamespace, and only one of them',
  path: ['SERVICE_BUS'],
  when: () => true,
};

const armsWhatIsWatched = ({
  ARM,
  TENANTS,
}: {
  readonly ARM: readonly { readonly tenant: string }[];
  readonly TENANTS: readonly { readonly id: string }[];
}) => ARM.every((target) => TENANTS.some(({ id }) => id === target.tenant));
const hasOnePolicy = ({ POLICY, POLICY_FILE }: { POLICY?: unknown; POLICY_FILE?: unknown }) =>
  POLICY === undefined || POLICY_FILE === undefined;
const onePolicy = {
  error: 'set either POLICY or POLICY_FILE, not both',
  path: ['POLICY_FILE'],
  when: () => true,
};

interface DeclaresWhat {
  readonly DECLARED?: readonly { readonly tenant: string | undefined }[] | undefined;
  readonly DECLARED_FILE?: readonly { readonly tenant: string | undefined }[] | undefined;
  readonly TENANTS: readonly { readonly id: string }[];
}
const declaresOfTenants =
  (name: 'DECLARED' | 'DECLARED_FILE') =>
  ({ TENANTS, ...lists }: DeclaresWhat): boolean =>
    (lists[name] ?? []).every(
      ({ tenant }) => tenant === undefined || TENANTS.some(({ id }) => id === tenant),
    );
const ofTenants = (name: string) => ({ error: 'names a tenant that is not in TENANTS', path: [name] });

const armed = { error: 'names a tenant that is not in TENANTS', path: ['ARM'] };

/** Whoever sends mail can. Asked also when something else is wrong, so that all faults are named together. */
const sendsMail = <Schema extends z.ZodType<object>>(schema: Schema): Schema =>
  mailFaults.reduce(
    (checked, { isRight, path, error }) => checked.refine(isRight, { error, path: [path], when: () => true }),
    schema,
  );

/** Whoever renews reaches the desk that was chosen. */
const reachesDesk = <Schema extends z.ZodType<object>>(schema: Schema): Schema =>
  deskFaults.reduce(
    (checked, { isRight, path, error }) => checked.refine(isRight, { error, path: [path], when: () => true }),
    schema,
  );

/** A guest is an account of one tenant, and is signed in by that one and no other. */
const guestsOfOneTenant = ({
  SIGN_IN_GUESTS,
  TENANTS,
}: {
  readonly SIGN_IN_GUESTS: 'refuse' | 'allow';
  readonly TENANTS: readonly unknown[];
}) => SIGN_IN_GUESTS === 'refuse' || TENANTS.length === 1;
const oneTenant = {
  error: 'guests can be allowed only where TENANTS has one tenant',
  path: ['SIGN_IN_GUESTS'],
};

const schemas = {
  watch: sendsMail(z.object(SETTINGS.watch))
    .refine(hasServiceBus, oneServiceBus)
    .refine(hasOnePolicy, onePolicy)
    .refine(guestsOfOneTenant, oneTenant)
    .refine(armsWhatIsWatched, armed)
    .refine(declaresOfTenants('DECLARED'), ofTenants('DECLARED'))
    .refine(declaresOfTenants('DECLARED_FILE'), ofTenants('DECLARED_FILE')),
  renew: reachesDesk(sendsMail(z.object(SETTINGS.renew)))
    .refine(hasServiceBus, oneServiceBus)
    .refine(hasOnePolicy, onePolicy)
    .refine(guestsOfOneTenant, oneTenant),
  link: z
    .object(SETTINGS.link)
    .refine(hasServiceBus, oneServiceBus)
    .refine(hasOnePolicy, onePolicy)
    .refine(guestsOfOneTenant, oneTenant),
  all: reachesDesk(sendsMail(z.object(SETTINGS.all)))
    .refine(hasServiceBus, oneServiceBus)
    .refine(hasOnePolicy, onePolicy)
    .refine(armsWhatIsWatched, armed)
    .refine(declaresOfTenants('DECLARED'), ofTenants('DECLARED'))
    .refine(declaresOfTenants('DECLARED_FILE'), ofTenants('DECLARED_FILE'))
    .refine(guestsOfOneTenant, oneTenant),
};

export type WatchSettings = z.infer<typeof schemas.watch>;
export type RenewSettings = z.infer<typeof schemas.renew>;
export type LinkSettings = z.infer<typeof schemas.link>;
export type CommonSettings = z.infer<z.ZodObject<typeof common>>;

/** What a role was told. Only the parts of that role are there. */
export interface Config {
  readonly role: Role;
  readonly common: CommonSettings;
  readonly watch: WatchSettings | undefined;
  readonly renew: RenewSettings | undefined;
  readonly link: LinkSettings | undefined;
}

/**
 * Every setting, parsed once. All faults are named in one error: names and what to do, never values, since a value may
 * be a secret.
 */
export const loadConfig = (env: Readonly<Record<string, string | undefined>>): Config => {
  // An app setting that was left empty is one that was not set.
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  );
  const known = role.safeParse(given['APP_ROLE']);
  if (!known.success) throw invalid([NO_ROLE, ...faultsOfWhatIsSet(given)]);
  const parsed = schemas[known.data].safeParse(given);
  if (!parsed.success) throw invalid(faults(parsed.error));
  const is = (r: Role) => known.data === r || known.data === 'all';
  return {
    role: known.data,
    common: parsed.data,
    watch: is('watch') ? (parsed.data as WatchSettings) : undefined,
    renew: is('renew') ? (parsed.data as RenewSettings) : undefined,
    link: is('link') ? (parsed.data as LinkSettings) : undefined,
  };
};

const NO_ROLE = '  APP_ROLE: must be watch, renew, link or all';

const invalid = (lines: readonly string[]): Error => new Error(`Invalid settings:\n${lines.join('\n')}`);

/** Without a role nobody knows what is missing, but what is there can be malformed all the same. */
const faultsOfWhatIsSet = (given: Readonly<Record<string, unknown>>): readonly string[] => {
  const parsed = schemas.all.safeParse(given);
  if (parsed.success) return [];
  return faults(parsed.error).filter((line) => {
    const name = /^ {2}(\w+)/.exec(line)?.[1] ?? '';
    return name !== 'APP_ROLE' && name in given;
  });
};

const faults = (error: z.ZodError): string[] => faultsOf(error).map((fault) => `  ${fault}`);

/** Every fault once: its place, and what to do. Never what stands there. */
export const faultsOf = (error: z.ZodError): string[] => [
  ...new Set(
    error.issues.map(({ code, path, message, ...issue }) => {
      const missing =
        code === 'invalid_type' && path.length === 1 && 'expected' in issue && issue.expected === 'string';
      return `${path.length === 0 ? '' : `${path.join('.')}: `}${missing ? 'is not set' : message}`;
    }),
  ),
];
