declare const brand: unique symbol;

/** A value that only one function may make, so that a plain string or number can't stand in for it. */
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };
