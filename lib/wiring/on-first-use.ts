/** Each verb of a port, written down by name, so that one which is added later is missed by the compiler and not at run time. */
type Verbs<Port> = { readonly [Verb in keyof Port]: true };
/** A port of which every verb answers later, so that what answers may come later too. */
type Later<Port> = { readonly [Verb in keyof Port]: (...given: never) => Promise<unknown> };

/** Does it once, when it is first asked. A failure is not kept: whoever asks next tries again. */
export const once = <T>(make: () => Promise<T>): (() => Promise<T>) => {
  let made: Promise<T> | undefined;
  return () =>
    (made ??= make().catch((error: unknown) => {
      made = undefined;
      throw error;
    }));
};

/**
 * A port whose adapter, and with it the vendor's SDK, is loaded when a verb is first used. The SDKs are four fifths of what
 * the app loads, and most functions need one or two of them: a start pays for none.
 */
export const onFirstUse = <Port extends Later<Port>>(verbs: Verbs<Port>, load: () => Promise<Port>): Port => {
  const adapter = once(load);
  const ask =
    (verb: keyof Port) =>
    async (...given: unknown[]): Promise<unknown> => {
      const port = await adapter();
      return Reflect.apply(port[verb], port, given);
    };
  const named = Object.keys(verbs) as (keyof Port)[];
  return Object.fromEntries(named.map((verb) => [verb, ask(verb)])) as unknown as Port;
};
