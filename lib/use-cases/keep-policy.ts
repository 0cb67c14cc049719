import type { Policy } from '../domain/policy.ts';
import type { Result } from '../domain/result.ts';
import type { Log } from '../ports/log.ts';
import type { WrittenText } from '../ports/written-text.ts';

interface Deps {
  readonly source: WrittenText;
  /** The policy, or all that is wrong with the text: places and what to do, never what stands there. */
  readonly parse: (text: string) => Result<Policy, readonly string[]>;
  /** What holds until the source could be read; undefined: nothing does. */
  readonly fallback: Policy | undefined;
  readonly log: Log;
}

/** A policy that follows its source. */
export interface KeptPolicy {
  /** The last good one; undefined as long as there was none. */
  current(): Policy | undefined;
  /** Looks whether there is a newer one. What can't be read, or is faulty, changes nothing but is said each time. */
  refresh(): Promise<void>;
}

/** So much of what is wrong goes into one line of the log. */
const LONGEST_DETAIL = 1000;

/**
 * Invariant: a policy that was good holds until another good one takes its place. An operator who saves a faulty one, and a
 * store that is away, neither silence nor loosen anything.
 */
export const keepPolicy = ({ source, parse, fallback, log }: Deps): KeptPolicy => {
  let current = fallback;
  let tag: string | undefined;
  return {
    current: () => current,
    refresh: async () => {
      const read = await source.read(tag);
      if (!read.ok) {
        log('POLICY_UNREADABLE', { failure: read.failure.code, detail: read.failure.detail });
        return;
      }
      if (read.value === 'unchanged') return;
      const parsed = parse(read.value.text);
      if (!parsed.ok) {
        const detail = parsed.failure.join('; ').slice(0, LONGEST_DETAIL);
        log('POLICY_FAULTY', { faults: parsed.failure.length, detail });
        return;
      }
      current = parsed.value;
      ({ tag } = read.value);
      log('POLICY_READ', { rules: current.rules.length });
    },
  };
};
