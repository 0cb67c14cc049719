/** One measurement: a file of tests/bench/ that exports it as `bench`. */
export interface Bench {
  /** One line for whoever asks which there are. */
  readonly says: string;
  /** Measures; `say` is for people who wait, and goes to stderr. What it answers is what `--json` prints. */
  run(say: (line: string) => void): Promise<object>;
  /** The answer of `run` for people. */
  print(result: object): readonly string[];
}
