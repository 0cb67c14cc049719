import { expect, test } from '@jest/globals';
import { sha256 } from '../../lib/adapters/system/sha256.ts';
import { unarmed } from '../../lib/domain/arming.ts';
import { tenantId } from '../../lib/domain/ids.ts';
import { DEFAULT_POLICY, type Policy } from '../../lib/domain/policy.ts';
import { fail, ok } from '../../lib/domain/result.ts';
import { days, hours, type Instant, instantOfMs, minutes, plus, seconds } from '../../lib/domain/time.ts';
import type { PublishedEvent } from '../../lib/events/catalogue.ts';
import type { People } from '../../lib/ports/people.ts';
import { judgeDueSubjects } from '../../lib/use-cases/judge-due-subjects.ts';
import { observeSubject } from '../../lib/use-cases/observe-subject.ts';
import { publishOutbox } from '../../lib/use-cases/publish-outbox.ts';
import { aPerson } from '../support/builders.ts';
import { fakeAudit } from '../support/fakes/audit.ts';
import { fakeClock } from '../support/fakes/clock.ts';
import { fakeOverrides } from '../support/fakes/overrides.ts';
import { fakeMailer } from '../support/fakes/mailer.ts';
import { fakeOutbox } from '../support/fakes/outbox.ts';
import { fakePublisher } from '../support/fakes/publisher.ts';
import {
  fakeDirectory,
  fakeRenewals,
  fakeSilences,
  fakeSketches,
  fakeSubjects,
} from '../support/fakes/stores.ts';
import { type Entry, whatIsToBeSaid } from './oracle.ts';
import { aWorld, type Dice, dice } from './world.ts';
import { texts } from '../support/texts.ts';

const TENANT = tenantId('7d0c4c3e-52a6-4b53-9e07-0f2a7f1d9b11');
const START = instantOfMs(Date.UTC(2027, 10, 18, 12));

/** The stages of the default policy, and nobody is written to. */
const WITHOUT_MAILS: Policy = {
  ...DEFAULT_POLICY,
  fallback: {
    ...DEFAULT_POLICY.fallback,
    stages: DEFAULT_POLICY.fallback.stages.map((stage) => ({ ...stage, actions: [] })),
    onExpired: [],
  },
};

/** The judge of the product, in a world in which everything else is in memory and can fail. */
const aMonitor = async (roll: Dice, policy: Policy) => {
  const clock = fakeClock(START);
  const outbox = fakeOutbox(clock);
  const subjects = fakeSubjects(outbox);
  const directory = fakeDirectory(outbox);
  const renewals = fakeRenewals(outbox);
  const publisher = fakePublisher();
  const audit = fakeAudit();
  const key = { tenant: TENANT, source: 'entra-applications' } as const;
  await directory.commit(key, {
    expected: 'absent',
    state: { ...unarmed(key), baselineAt: START, armedAt: START },
    dueAt: undefined,
    messages: [],
  });
  let owner = 0;
  let isDirectoryAway = false;
  const people: People = {
    find: () => Promise.resolve(ok(undefined)),
    named: () => Promise.resolve(ok({ people: [] })),
    managerOf: () => Promise.resolve(ok(undefined)),
    ownersOf: () =>
      Promise.resolve(
        isDirectoryAway
          ? fail({ code: 'UNAVAILABLE', detail: 'Graph is away.' })
          : ok({ links: [{ link: 'application-owner', people: [aPerson(`Owner ${owner}`)] }] }),
      ),
  };
  const deps = {
    clock,
    outbox,
    subjects,
    directory,
    renewals,
    publisher,
    audit,
    people,
    lastUse: {
      of: () => Promise.resolve(ok(undefined)),
      page: () => Promise.resolve(ok({ used: [], next: undefined })),
    },
    sketches: fakeSketches(renewals),
    silences: fakeSilences(outbox),
    overrides: fakeOverrides(outbox),
    mailer: fakeMailer(),
    texts,
    teamMailbox: undefined,
    securityContact: undefined,
    tenants: [],
    policy,
    digest: sha256,
    log: () => undefined,
    mode: 'act',
    stormCap: 1_000_000,
    firstRetry: seconds(30),
    stepLease: minutes(5),
  } as const;
  const judge = judgeDueSubjects(deps);
  const run = {
    /** All that is due, as the timer does it: now and then on two machines at once, or with answers lost. */
    judge: async (): Promise<void> => {
      if (roll.oneIn(10)) subjects.loseNextAnswer();
      // With nothing but the lost one due, the run calls it an outage.
      const survived = () =>
        judge().catch((error: unknown) =>
          expect(error).toMatchObject({ message: expect.stringContaining('was lost') }),
        );
      await Promise.all(roll.oneIn(8) ? [survived(), survived()] : [survived()]);
      // What lost its answer or a race is due still, or done.
      await judge();
    },
    /** Outages that a run works through: who owns what is not known, and nothing is sent. */
    trouble: (): void => {
      isDirectoryAway = roll.oneIn(6);
      if (roll.oneIn(6)) publisher.away();
      else publisher.back();
      if (roll.oneIn(10)) audit.away();
      else audit.back();
      if (roll.oneIn(20)) publisher.loseNextAnswer();
      owner = roll.between(0, 50);
    },
    publish: () => publishOutbox(deps)(),
    /** An outage that a run does not survive. */
    missed: async (): Promise<void> => {
      subjects.away();
      await expect(judge()).rejects.toThrow('away');
      subjects.back();
    },
  };
  const settle = async (): Promise<void> => {
    publisher.back();
    audit.back();
    for (let round = 0; outbox.waiting().length > 0 && round < 5; round += 1) await publishOutbox(deps)();
  };
  return { clock, observe: observeSubject(deps), run, settle, publisher, outbox, people };
};

const WORDS = new Map([
  ['expiry-monitor.credential.near-expiry.v1', undefined],
  ['expiry-monitor.credential.expired.v1', undefined],
  ['expiry-monitor.credential.replaced.v1', 'replaced'],
  ['expiry-monitor.credential.removed.v1', 'removed'],
]);

/** Every statement that was published, as the oracle words it. */
const whatWasSaid = (
  events: readonly PublishedEvent[],
  keyOf: ReadonlyMap<string, string>,
): readonly string[] =>
  events
    .filter(({ type }) => WORDS.has(type))
    .map(({ type, subject, data }) => {
      const stage = 'stage' in data ? data.stage : WORDS.get(type);
      return `${String(stage)} ${String(keyOf.get(subject))}`;
    })
    .sort();

test.each([
  { seed: 1, size: 5_000, policy: WITHOUT_MAILS, atLeast: 10_000 },
  { seed: 20_271_118, size: 300, policy: DEFAULT_POLICY, atLeast: 1_500 },
])(
  'a year over $size credentials says every crossing once, and nothing else, whatever fails (seed $seed)',
  async ({ seed, size, policy, atLeast }) => {
    const roll = dice(seed);
    const world = aWorld(TENANT, roll, size, START);
    const monitor = await aMonitor(roll, policy);
    const history: Entry[] = [];
    const keyOf = new Map<string, string>();

    const look = async (now: Instant): Promise<void> => {
      for (const application of world.takeChanged()) {
        const facts = world.factsOf(application);
        for (const { id, keyId } of facts.credentials) keyOf.set(id, keyId);
        await monitor.observe(facts, facts, now);
        history.push({ at: now, seen: application.nativeId, secrets: application.secrets });
      }
    };
    const end = plus(START, days(366));
    let events = 0;
    for (let now = START; now < end; now = plus(now, hours(roll.oneIn(60) ? 24 * 14 : roll.between(1, 20)))) {
      monitor.clock.set(now);
      for (let change = roll.between(0, 12); change > 0; change -= 1) world.happen(now);
      if (!roll.oneIn(3)) await look(now);
      if (roll.oneIn(12)) {
        await monitor.run.missed();
        continue;
      }
      monitor.run.trouble();
      await monitor.run.judge();
      if (roll.oneIn(3)) await monitor.run.publish();
      history.push({ at: now, judged: true });
      events += 1;
    }
    await monitor.settle();

    const said = whatWasSaid(
      monitor.publisher.sent().map(({ body }) => JSON.parse(body) as PublishedEvent),
      keyOf,
    );
    const wanted = whatIsToBeSaid(history);
    expect(monitor.outbox.waiting()).toEqual([]);
    expect({ seed, missing: without(wanted, said), extra: without(said, wanted) }).toEqual({
      seed,
      missing: [],
      extra: [],
    });
    expect(said).toHaveLength(wanted.length);
    // A year in which little happened would prove little.
    expect(events).toBeGreaterThan(300);
    expect(wanted.length).toBeGreaterThan(atLeast);
  },
);

const without = (all: readonly string[], others: readonly string[]): readonly string[] => {
  const known = new Set(others);
  return all.filter((one) => !known.has(one)).slice(0, 20);
};
