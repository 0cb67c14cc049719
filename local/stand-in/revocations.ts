/** A right that is taken from an identity for a while, both by the names that the stand-in knows them by. */
export interface Revocation {
  readonly identity: string;
  readonly right: string;
}

/** Rights taken away while everything runs, as somebody might in a portal: whoever decides on a request asks here too. */
export interface Revocations {
  add(revocation: Revocation): void;
  clear(): void;
  list(): readonly Revocation[];
  has(identity: string, right: string): boolean;
}

export const revocations = (): Revocations => {
  let active: readonly Revocation[] = [];
  return {
    add: (revocation) => {
      active = [...active, revocation];
    },
    clear: () => {
      active = [];
    },
    list: () => active,
    has: (identity, right) => active.some((each) => each.identity === identity && each.right === right),
  };
};

/** What came over the control port; undefined when it is no revocation. */
export const readRevocation = (body: unknown): Revocation | undefined => {
  const { identity, right } = (body ?? {}) as Partial<Record<keyof Revocation, unknown>>;
  return typeof identity === 'string' && typeof right === 'string' ? { identity, right } : undefined;
};
