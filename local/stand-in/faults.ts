/**
 * What can go wrong on purpose. A fault waits for requests that match, acts `times` times (always, when absent) and is
 * gone. `drop: 'before'` closes the connection before the request has any effect, `'after'` when it has had its effect
 * but the answer is lost.
 */
export interface Fault {
  readonly method?: string;
  /** A regular expression on path and query. */
  readonly path?: string;
  readonly times?: number;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly delayMs?: number;
  readonly drop?: 'before' | 'after';
}

export interface Faults {
  add(fault: Fault): void;
  clear(): void;
  list(): readonly Fault[];
  /** The first fault that matches, its count lowered by one. */
  take(method: string, pathAndQuery: string): Fault | undefined;
}

export const faults = (): Faults => {
  let active: { fault: Fault; left: number }[] = [];
  return {
    add: (fault) => void active.push({ fault, left: fault.times ?? Number.POSITIVE_INFINITY }),
    clear: () => {
      active = [];
    },
    list: () => active.map(({ fault, left }) => (left === Infinity ? fault : { ...fault, times: left })),
    take: (method, pathAndQuery) => {
      const hit = active.find(
        ({ fault }) =>
          (fault.method === undefined || fault.method === method) &&
          (fault.path === undefined || new RegExp(fault.path).test(pathAndQuery)),
      );
      if (hit === undefined) return undefined;
      hit.left -= 1;
      active = active.filter(({ left }) => left > 0);
      return hit.fault;
    },
  };
};
