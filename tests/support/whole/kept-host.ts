import type { Child } from '../../../local/start/child.ts';

/** A function host that is started again whenever it was killed. */
export interface KeptHost {
  readonly isUp: () => boolean;
  /** How often it was killed. */
  readonly kills: () => number;
  /** Resolves when it is up. */
  up(): Promise<void>;
  /** SIGKILL, now, and a new start as soon as it is gone. False, and nothing done, when it is not up. */
  kill(): boolean;
  /** Rejects when it ends and nobody killed it, or does not come up. */
  readonly lost: Promise<never>;
  stop(): Promise<void>;
}

/** Starts a host and keeps it. `start` is told which start it is, from 1 on. */
export const keepHost = (start: (count: number) => Child<unknown>): KeptHost => {
  let kills = 0;
  let isUp = false;
  let stopping = false;
  let child: Child<unknown>;
  let coming: Promise<void>;
  let giveUp: (why: unknown) => void = () => undefined;
  const lost = new Promise<never>((_, reject) => {
    giveUp = reject;
  });
  lost.catch(() => undefined); // it may come when nobody waits for it

  const begin = async (): Promise<void> => {
    const mine = start(kills + 1);
    child = mine;
    const before = kills;
    void mine.ended.then((words) => {
      if (!stopping && before === kills) giveUp(new Error(words));
    });
    await mine.ready;
    isUp = true;
  };
  coming = begin();
  coming.catch(giveUp);

  return {
    lost,
    isUp: () => isUp,
    kills: () => kills,
    up: () => Promise.race([coming, lost]),
    kill: () => {
      if (!isUp || stopping) return false;
      isUp = false;
      kills += 1;
      child.kill();
      coming = child.ended.then(() => (stopping ? undefined : begin()));
      coming.catch(giveUp);
      return true;
    },
    stop: async () => {
      stopping = true;
      await coming.catch(() => undefined);
      await child.stop();
    },
  };
};
