/** One measurement: a file of tests/bench/ that exports it as `bench`. */
export interface Bench {
  /** One line for whoever asks which there are. */
  readonly says: string;
  /** Measures; `say` is for people who wait, and goes to stderr; `args` are those that its own options are among. What it answers is what `--json` prints. */
  run(say: (line: string) => void, args: readonly string[]): Promise<object>;
  /** The answer of `run` for people. */
  print(result: object): readonly string[];
}
