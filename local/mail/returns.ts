import { isObject } from './problems.ts';

/** What becomes of a mail that does not arrive, in the words of the event webhook. */
export interface Return {
  readonly event: 'bounce' | 'dropped';
  /** Of a bounce: whether there is no such mailbox, or its system took nothing just then. */
  readonly type: 'bounce' | 'blocked';
}

/** The addresses that nothing reaches. May be changed while the service runs, through `/stand-in/returns`. */
export interface Returns {
  of(address: string): Return | undefined;
  /** Takes `{to, event?, type?}`; says what is wrong with it, if anything is. */
  add(wanted: unknown): string | undefined;
  list(): readonly (Return & { readonly to: string })[];
  clear(): void;
}

/** At first everyone can be reached. */
export const returns = (): Returns => {
  const known = new Map<string, Return>();
  return {
    of: (address) => known.get(address.toLowerCase()),
    add: (wanted) => {
      if (!isObject(wanted) || typeof wanted['to'] !== 'string') return '"to" must be an address';
      const { to, event = 'bounce', type = 'bounce' } = wanted;
      if (event !== 'bounce' && event !== 'dropped') return '"event" must be bounce or dropped';
      if (type !== 'bounce' && type !== 'blocked') return '"type" must be bounce or blocked';
      known.set(to.toLowerCase(), { event, type });
      return undefined;
    },
    list: () => [...known].map(([to, how]) => ({ to, ...how })),
    clear: () => {
      known.clear();
    },
  };
};
