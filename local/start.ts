import { setTimeout as delay } from 'node:timers/promises';
import { type Crew, gatherCrew } from './start/crew.ts';
import { type Flags, HELP, readFlags } from './start/flags.ts';
import { INTERRUPTED, interruption } from './start/interrupt.ts';
import { oneLine, Problem } from './start/problem.ts';
import type { Outcome } from './start/once.ts';
import { run } from './start/run.ts';
import { openStateFolder, type StateFolder } from './start/state-folder.ts';

/** What sysexits and shells call a wrong command line. */
const WRONG_USE = 2;
const LAST_WORDS_MS = 1_000;

const say = (line: string): void => {
  console.error(line);
};

/** Whatever happened, in one line; a fault of our own with the place where it happened. */
const complain = (thrown: unknown): void => {
  say(
    thrown instanceof Problem || !(thrown instanceof Error)
      ? oneLine(thrown)
      : (thrown.stack ?? thrown.message),
  );
};

const asked = (): Flags | undefined | Problem => {
  try {
    return readFlags(process.argv.slice(2));
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
};

/** Whoever talks to a part that ends may hear of it before we do: its own last words say more than a lost connection. */
const reasonFor = async (error: unknown, crew: Crew): Promise<never> => {
  if (!(error instanceof Problem)) await Promise.race([crew.lost, delay(LAST_WORDS_MS)]);
  throw error;
};

/** Runs until it is done or interrupted, and leaves nothing behind that runs. */
const start = async (flags: Flags): Promise<number> => {
  const crew = gatherCrew();
  const interrupted = interruption(() => {
    crew.kill();
  });
  let folder: StateFolder | undefined;
  let outcome: Outcome | 'failed' | 'interrupted';
  try {
    folder = await openStateFolder(flags);
    const running = run({ flags, folder, crew, say }).catch((error: unknown) => reasonFor(error, crew));
    outcome = await Promise.race([running, crew.lost, interrupted]);
  } catch (error) {
    complain(error);
    outcome = 'failed';
  }
  if (outcome === 'interrupted') say('Stopping ...');
  await crew.stop();
  await folder?.release();
  if (outcome === 'failed') return 1;
  if (outcome === 'interrupted') return flags.once ? INTERRUPTED : 0;
  for (const fault of outcome.faults) say(fault);
  if (flags.json) process.stdout.write(`${JSON.stringify(outcome.report)}\n`);
  return outcome.faults.length === 0 ? 0 : 1;
};

const flags = asked();
if (flags === undefined) {
  process.stdout.write(HELP);
} else if (flags instanceof Problem) {
  say(`${flags.message} See npm start -- --help.`);
  process.exitCode = WRONG_USE;
} else {
  process.exit(await start(flags));
}
