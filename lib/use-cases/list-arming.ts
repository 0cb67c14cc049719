import { type Arming, armedBy, type ArmingKey, unarmed } from '../domain/arming.ts';
import type { PersonKey } from '../domain/person.ts';
import type { Tenant } from '../domain/tenant.ts';
import { type Instant, toIso } from '../domain/time.ts';
import type { Directory } from '../ports/directory.ts';

interface Deps {
  readonly directory: Directory;
  readonly tenants: readonly Tenant[];
  readonly sources: readonly ArmingKey[];
  /** Those that the setting ARM names. */
  readonly targets: readonly ArmingKey[];
  readonly mode: 'observe' | 'act';
}

/** How every source stands. */
export const listArming = (deps: Deps) => async () => {
  const found = await Promise.all(
    deps.sources.map(async ({ tenant, source }) => {
      const key = { tenant, source };
      return (await deps.directory.find(key))?.state ?? unarmed(key);
    }),
  );
  return found.map((arming) => armingView(deps, arming));
};

/** What people are told of one source. */
export const armingView = (deps: Pick<Deps, 'tenants' | 'targets' | 'mode'>, arming: Arming) => {
  const { tenant, source, baselineAt, armedAt, said, waking } = arming;
  const by = armedBy(arming);
  const inSetting = deps.targets.some((target) => target.tenant === tenant && target.source === source);
  return {
    tenant,
    environment: deps.tenants.find(({ id }) => id === tenant)?.environment ?? 'unknown',
    source,
    announces: armedAt !== undefined && deps.mode === 'act',
    because: because(arming, deps.mode, inSetting),
    ...iso('baselineAt', baselineAt),
    ...iso('armedAt', armedAt),
    ...(by === undefined ? {} : { armedBy: by === 'setting' ? by : ref(by) }),
    ...(said === undefined ? {} : { said: { word: said.word, by: ref(said.by), at: toIso(said.at) } }),
    inSetting,
    isWaking: waking !== undefined,
  };
};

const ref = ({ tenant, objectId }: PersonKey) => ({ tenantId: tenant, objectId });

const iso = <Name extends string>(name: Name, at: Instant | undefined) =>
  (at === undefined ? {} : { [name]: toIso(at) }) as Partial<Record<Name, string>>;

const because = (
  { armedAt, baselineAt, said }: Arming,
  mode: 'observe' | 'act',
  inSetting: boolean,
): string => {
  if (armedAt !== undefined)
    return mode === 'act'
      ? 'It is armed.'
      : 'It is armed, but the setting MODE is observe, which is a ceiling: set it to act.';
  if (said?.word === 'disarm') return 'A person disarmed it; arm it here to let it speak.';
  const isWanted = said?.word === 'arm' || inSetting;
  if (!isWanted) return 'Nobody armed it: arm it here, or name it in the setting ARM.';
  if (mode === 'observe')
    return 'It is to be armed, but the setting MODE is observe, which is a ceiling: set it to act.';
  return baselineAt === undefined
    ? 'It is to be armed, and waits for the first scan that does not fail.'
    : 'It is to be armed, and is by the next run of the judge.';
};
