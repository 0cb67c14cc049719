/** Names and counts: never a token, an address, a body or a name from a directory. */
export type SpanFields = Readonly<Record<string, string | number | boolean>>;

/** What of a trace goes with a message or comes with one, as W3C writes it. */
export interface CarriedContext {
  readonly traceparent: string;
}

/** How long things took, and what led to what. */
export interface Tracer {
  /**
   * Runs `work` as a span within the one that runs now, or within what was carried here. What it throws is noted by its
   * class alone and thrown on.
   */
  span<T>(name: string, fields: SpanFields, work: () => Promise<T>, carried?: CarriedContext): Promise<T>;
  /** The span that runs now; undefined outside any. */
  carry(): CarriedContext | undefined;
  /** Sends what was not sent yet. */
  flush(): Promise<void>;
}
