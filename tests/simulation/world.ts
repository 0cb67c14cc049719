import { sha256 } from '../../lib/adapters/system/sha256.ts';
import type { Subject } from '../../lib/domain/credential.ts';
import { credentialId, subjectId, type TenantId } from '../../lib/domain/ids.ts';
import { days, type Instant, plus } from '../../lib/domain/time.ts';
import type { SeenSecret } from './oracle.ts';

/** Numbers that look random and are the same for the same seed. (mulberry32) */
export const dice = (seed: number) => {
  let state = seed;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    /** A whole number from `from` to `to`, both included. */
    between: (from: number, to: number): number => from + Math.floor(next() * (to - from + 1)),
    /** One in so many. */
    oneIn: (n: number): boolean => next() * n < 1,
    pick: <T>(items: readonly T[]): T => items[Math.floor(next() * items.length)]!,
  };
};
export type Dice = ReturnType<typeof dice>;

interface Application {
  readonly nativeId: string;
  secrets: readonly SeenSecret[];
}

const PURPOSES = ['sync job', 'web client', 'batch', 'partner feed'];
const LIFETIMES = [30, 47, 90, 180, 365, 365, 365, 730];

/** Applications whose secrets come and go. What changed since it was last looked at is remembered. */
export const aWorld = (tenant: TenantId, roll: Dice, size: number, start: Instant) => {
  const applications: Application[] = [];
  const changed = new Set<Application>();
  let keys = 0;
  const aSecret = (purpose: string, starts: number, ends: number): SeenSecret => ({
    key: `key-${(keys += 1)}`,
    purpose,
    starts,
    ends,
    enabled: true,
  });
  /** With a millisecond that no other has, so that nothing ends on the dot. */
  const exact = (at: number): number => Math.floor(at) + roll.between(0, 86_399_999);
  const born = (now: Instant, purpose: string): SeenSecret => {
    const life = days(roll.pick(LIFETIMES));
    return aSecret(purpose, now, exact(now + life));
  };
  const anOld = (purpose: string): SeenSecret => {
    const life = days(roll.pick(LIFETIMES));
    const ends = exact(start + roll.between(0 - days(90), life));
    return aSecret(purpose, ends - life, ends);
  };
  for (let count = 0; count < size;) {
    const purposes = PURPOSES.slice(0, roll.between(1, 3));
    const secrets = purposes.map(anOld);
    applications.push({ nativeId: `application-${applications.length}`, secrets });
    count += secrets.length;
  }
  for (const application of applications) changed.add(application);

  const change = (application: Application, secrets: readonly SeenSecret[]): void => {
    application.secrets = secrets;
    changed.add(application);
  };
  const replace = (application: Application, old: SeenSecret, by: SeenSecret): void =>
    change(
      application,
      application.secrets.map((secret) => (secret === old ? by : secret)),
    );

  /** What people do to their applications: mostly they renew, late or early, and sometimes they tidy up. */
  const happen = (now: Instant): void => {
    const application = roll.pick(applications);
    const { secrets } = application;
    if (secrets.length === 0) {
      if (roll.oneIn(20)) change(application, [born(now, roll.pick(PURPOSES))]);
      return;
    }
    const secret = roll.pick(secrets);
    switch (roll.between(0, 9)) {
      case 0:
      case 1:
      case 2:
        return change(application, [...secrets, born(now, secret.purpose)]);
      case 3:
        return change(application, [...secrets, born(now, roll.pick(PURPOSES))]);
      case 4: {
        const next = born(plus(now, days(roll.between(1, 20))), secret.purpose);
        return change(application, [...secrets, next]);
      }
      case 5:
      case 6:
        return change(
          application,
          secrets.filter((one) => one !== secret),
        );
      case 7:
        return replace(application, secret, { ...secret, enabled: !secret.enabled });
      case 8:
        return roll.oneIn(5) ? change(application, []) : undefined;
      default:
        return; // the owner left, which changes no secret
    }
  };

  return {
    applications,
    happen,
    /** Those to look at, and what is seen there. */
    takeChanged: (): readonly Application[] => {
      const all = [...changed];
      changed.clear();
      return all;
    },
    /** As the product would read it; undefined when the application is gone. */
    factsOf: ({ nativeId, secrets }: Application): Subject => {
      const id = subjectId(sha256, { tenant, source: 'entra-applications', nativeId });
      return {
        id,
        tenant,
        environment: 'LIVE',
        source: 'entra-applications',
        kind: 'application',
        nativeId,
        appId: nativeId,
        name: nativeId,
        labels: [],
        ownerHints: { serviceManagementReference: undefined, ownerTag: undefined },
        enabled: true,
        credentials: secrets.map(({ key, purpose, starts, ends, enabled }) => ({
          id: credentialId(sha256, id, 'client-secret', key),
          kind: 'client-secret',
          keyId: key,
          name: purpose,
          startsAt: starts as Instant,
          expiresAt: ends as Instant,
          thumbprint: undefined,
          hint: undefined,
          enabled,
          renewsItself: false,
          managedBy: undefined,
        })),
      };
    },
    credentials: (): number => applications.reduce((sum, { secrets }) => sum + secrets.length, 0),
  };
};
