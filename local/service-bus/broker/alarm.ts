/** One timer for many deadlines: it is armed for the earliest and never keeps the process alive. */
export interface Alarm {
  /** Asks for a ring at `time` at the latest; undefined asks for nothing. */
  by(time: number | undefined): void;
  stop(): void;
}

/** setTimeout fires at once for longer delays than this. */
const LONGEST_MS = 2 ** 31 - 1;

/** `ring` does what has become due. It may come early, and asks again for what is left. */
export const createAlarm = (ring: () => void): Alarm => {
  let timer: NodeJS.Timeout | undefined;
  let armedFor = Number.POSITIVE_INFINITY;
  let stopped = false;

  const fire = () => {
    timer = undefined;
    armedFor = Number.POSITIVE_INFINITY;
    ring();
  };

  return {
    by: (time) => {
      if (stopped || time === undefined || time >= armedFor) return;
      clearTimeout(timer);
      armedFor = time;
      timer = setTimeout(fire, Math.min(Math.max(time - Date.now(), 0), LONGEST_MS));
      timer.unref();
    },
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
};
