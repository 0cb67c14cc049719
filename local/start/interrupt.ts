/** npm passes a Ctrl+C on that the terminal has given us already: within this time, two are one. */
const ONE_KEY_PRESS_MS = 1_000;
const LOOK_MS = 500;
/** What a shell reports of a process that was interrupted. */
export const INTERRUPTED = 130;

/**
 * Resolves at the first Ctrl+C, SIGTERM or closed terminal; at a second one `hard` is called and this process ends.
 *
 * Between npm and us stands a shell, which ends at npm's signal without passing it on: under npm, the end of that shell
 * is taken for the signal.
 */
export const interruption = (hard: () => void): Promise<'interrupted'> =>
  new Promise((resolve) => {
    let firstAt: number | undefined;
    const hear = () => {
      const now = performance.now();
      firstAt ??= now;
      if (now - firstAt < ONE_KEY_PRESS_MS) {
        resolve('interrupted');
        return;
      }
      hard();
      process.exit(INTERRUPTED);
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, hear);

    if (process.env['npm_lifecycle_event'] === undefined) return;
    const shell = process.ppid;
    const look = setInterval(() => {
      if (process.ppid === shell) return;
      clearInterval(look);
      resolve('interrupted');
    }, LOOK_MS).unref();
  });
