import {
  application,
  type ApplicationSpec,
  certificate,
  type CredentialSpec,
  secret,
} from './application-spec.ts';
import type { Dice } from './dice.ts';

/**
 * Any application after the roster, by its index alone: ordinary, owned, with nothing near expiry, so that a tenant of
 * fifty thousand has the same short list of urgent work as a small one.
 */
export const crowdApplication = (
  index: number,
  dice: Dice,
  owners: readonly [string, ...string[]],
): ApplicationSpec => {
  const at = (what: string) => ['crowd', index, what] as const;
  const business = dice.pick(BUSINESS, ...at('business'));
  const purpose = dice.pick(PURPOSE, ...at('purpose'));
  const environment = dice.pick(['DEV', 'DEV', 'NLE', 'LIVE'] as const, ...at('environment'));
  const style = dice.below(3, ...at('style'));
  const first = dice.pick(owners, ...at('owner'));
  const second = dice.pick(owners, ...at('second owner'));
  const hasTwo = dice.below(5, ...at('two owners')) === 0 && second !== first;
  return application(
    style === 0
      ? `${business}-${purpose}-${String(index)}`
      : style === 1
        ? `svc-${business}-${purpose}-${environment.toLowerCase()}-${String(index)}`
        : `${capitalised(business)} ${purpose} ${String(index)} (${environment})`,
    {
      environment,
      owners: hasTwo ? [first, second] : [first],
      credentials: credentials(index, dice, business),
    },
  );
};

/** None, one, two or three; the nearest end is 95 days away. */
const credentials = (index: number, dice: Dice, business: string): CredentialSpec[] => {
  const count = dice.pick([0, 1, 1, 1, 2, 2, 2, 2, 3, 3], 'crowd', index, 'count');
  return Array.from({ length: count }, (_, nth) => {
    const life = dice.pick([180, 365, 365, 730], 'crowd', index, 'life', nth);
    const ends = 95 + dice.below(Math.max(life - 95, 1) * 100, 'crowd', index, 'ends', nth) / 100;
    return dice.below(4, 'crowd', index, 'kind', nth) === 0
      ? certificate(`CN=${business}-${String(index)}`, Math.floor(ends) - life, Math.floor(ends))
      : secret(dice.pick(SECRET_NAMES, 'crowd', index, 'secret', nth), ends - life, ends);
  });
};

const capitalised = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

const BUSINESS: readonly [string, ...string[]] = [
  'finance',
  'payroll',
  'logistics',
  'warehouse',
  'customer',
  'loyalty',
  'webshop',
  'catalogue',
  'pricing',
  'hr',
  'recruiting',
  'telemetry',
  'facility',
  'legal',
  'marketing',
  'treasury',
];

const PURPOSE: readonly [string, ...string[]] = [
  'sync',
  'api',
  'export',
  'import',
  'worker',
  'connector',
  'dashboard',
  'gateway',
  'notifier',
  'portal',
  'scheduler',
  'backup',
];

const SECRET_NAMES: readonly [string | null, ...(string | null)[]] = [
  null,
  'ci secret',
  'prod',
  'client secret',
  'key1',
  'app service',
  'terraform',
  'Password uploaded on Tue Feb 03',
];
