import { setTimeout as delay } from 'node:timers/promises';
import { SOURCES } from './app-settings.ts';
import type { Approver } from './approver.ts';
import type { BusControl } from './bus-control.ts';
import type { CertificateTeam } from './certificate-team.ts';
import { shortType, textOf } from './events.ts';
import type { FederationTeam } from './federation-team.ts';
import type { HostControl } from './host-control.ts';
import type { Listening } from './listen.ts';
import { Problem } from './problem.ts';
import type { Recipient } from './recipient.ts';
import { renewalsIn } from './renewals.ts';

/** Everyone who plays in a run. */
interface Players {
  readonly host: HostControl;
  readonly bus: BusControl;
  readonly listening: Listening;
  readonly approver: Approver;
  readonly recipient: Recipient;
  readonly certificateTeam: CertificateTeam;
  readonly federationTeam: FederationTeam;
  readonly say: (line: string) => void;
  /** Told when everyone rests, between two moves. */
  readonly onRest: () => void;
  readonly deadline: AbortSignal;
}

/** In the order in which the data travels. */
const TIMERS = ['resume-scans', 'judge-due', 'publish-outbox', 'poll-service-desk', 'resume-due'] as const;
const POLL_MS = 40;
const SCAN_POLL_MS = 400;
/** The app takes two timers within this time for one. */
const SLOT_MS = 10_000;
/** A renewal that is held up is waited for if it is tried again this soon. */
const PATIENCE_MS = 5_000;

/**
 * Plays one round: scans, then moves the timers and lets people do their part, until a whole round in which nobody had
 * anything left to do. Throws a Problem that names what is still pending when the deadline comes first.
 */
export const playScenario = async (players: Players): Promise<void> => {
  let doing = 'scan';
  try {
    await scanAll(players);
    doing = 'take every renewal as far as it goes';
    while (await playRound(players));
  } catch (error) {
    if (!players.deadline.aborted) throw error;
    throw new Problem(`Not done in time: could not ${doing}. ${await pending(players)}`, { cause: error });
  }
};

/** True if something happened, so that another round is needed. */
const playRound = async (players: Players): Promise<boolean> => {
  const { host, listening, approver, recipient, certificateTeam, federationTeam, onRest } = players;
  const before = listening.events.length;
  for (const timer of TIMERS) await host.move(timer);
  await rest(players);
  const awaited = versionsAwaited(listening);
  const acted =
    (await approver.decideAll()) +
    (await recipient.redeemAll()) +
    (await certificateTeam.signAll(awaited.map(({ ticket }) => ticket))) +
    (await federationTeam.stepAll());
  if (acted > 0) await rest(players);
  onRest();
  return (
    acted > 0 ||
    listening.events.length > before ||
    (await waitedForRetry(players)) ||
    (await waitedForRemoval(players)) ||
    (await waitedForVersion(players))
  );
};

const scanAll = async (players: Players): Promise<void> => {
  const { host, listening, say, deadline } = players;
  const isScanned = (source: string) =>
    listening.events.some(
      (event) => shortType(event.type) === 'scan.completed' && textOf(event, 'credentialSource') === source,
    );
  const slot = () => Math.floor(Date.now() / SLOT_MS);
  let scheduledIn: number | undefined;
  for (;;) {
    // Within one slot it is the same scan, and an earlier run may have had that one.
    const isNewSlot = scheduledIn !== slot();
    if (isNewSlot) scheduledIn = slot();
    await host.move(isNewSlot ? 'schedule-scans' : 'resume-scans');
    await rest(players);
    if (SOURCES.every(isScanned)) return;
    if (isNewSlot)
      say('Nothing new was scanned yet: there is one scan in ten seconds. Waiting for the next.');
    await delay(SCAN_POLL_MS, undefined, { signal: deadline });
  }
};

/** Resolves when no function runs, nothing waits in the namespace, and we have heard all of it. */
const rest = async ({ host, bus, deadline }: Players): Promise<void> => {
  let quiet = 0;
  // Twice in a row: a webhook may be on its way between the two questions.
  while (quiet < 2) {
    const isQuiet = (await host.inFlight()) === 0 && (await bus.waiting()).length === 0;
    quiet = isQuiet ? quiet + 1 : 0;
    await delay(POLL_MS, undefined, { signal: deadline });
  }
};

/** Approved renewals of certificates and keys in vaults, of which no new version is known yet. */
const versionsAwaited = ({ events }: Listening) =>
  [...renewalsIn(events).values()].filter(
    ({ kind, decision, isOver, ticket }) =>
      (kind === 'key-vault-certificate' || kind === 'key-vault-key') &&
      decision === 'approved' &&
      !isOver &&
      ticket !== '',
  );

/** Vaults are looked at ever more rarely: a new version is waited for as long as this. */
const VERSION_PATIENCE_MS = 20_000;

/** Waits a moment for a vault that is at work; false if there is none, or nothing has happened for long. */
const waitedForVersion = async ({ listening, deadline }: Players): Promise<boolean> => {
  const quiet = performance.now() - listening.lastAt();
  if (versionsAwaited(listening).length === 0 || quiet > VERSION_PATIENCE_MS) return false;
  await delay(1000, undefined, { signal: deadline });
  return true;
};

const heldUp = ({ listening }: Players) =>
  [...renewalsIn(listening.events).values()].flatMap((story) =>
    story.heldUp === undefined ? [] : [{ ...story, ...story.heldUp }],
  );

/** When the steps of roll-overs are due that we do ourselves. */
const stepsDue = ({ listening }: Players): readonly number[] =>
  [...renewalsIn(listening.events).values()].flatMap(({ dueAt }) => dueAt ?? []);

/** Waits for the next try of what is held up, or for a step that has a date; false if there is none, or none soon. */
const waitedForRetry = async (players: Players): Promise<boolean> => {
  const soonest = Math.min(...heldUp(players).map(({ nextTryAt }) => nextTryAt), ...stepsDue(players));
  const left = soonest - Date.now();
  if (!(left < PATIENCE_MS)) return false;
  await delay(Math.max(left, 0) + POLL_MS, undefined, { signal: players.deadline });
  return true;
};

/** Waits for the next old credential that goes soon; false if there is none. */
const waitedForRemoval = async ({ listening, deadline }: Players): Promise<boolean> => {
  const dates = [...renewalsIn(listening.events).values()].flatMap(({ goesAt }) =>
    goesAt !== undefined && goesAt > Date.now() - PATIENCE_MS ? [goesAt] : [],
  );
  const left = Math.min(...dates) - Date.now();
  if (!(left < 2 * PATIENCE_MS)) return false;
  await delay(Math.max(left, 0) + POLL_MS, undefined, { signal: deadline });
  return true;
};

/** What has not come to an end, in words. */
const pending = async (players: Players): Promise<string> => {
  const queued = (await players.bus.waiting().catch(() => [])).map(
    ({ path, count }) => `${count} in ${path}`,
  );
  const held = heldUp(players).map(({ name, failure }) => `${name} (${failure})`);
  const all = [...queued, ...held];
  return all.length === 0 ? 'Nothing was queued; a function still ran.' : `Still pending: ${all.join('; ')}.`;
};
