import type { Running } from './child.ts';
import { Problem } from './problem.ts';

/**
 * Who ends before whom: the app before what it writes to, and the tables last, when nobody writes any more. A build ends
 * by itself; the others never should.
 */
const ORDER = ['build', 'app', 'services', 'tables'] as const;
type Watch = (typeof ORDER)[number];

/** All that was started. */
export interface Crew {
  /** Starts a member, unless all are ending: then nothing may begin any more, and it throws. */
  add<Member extends Running>(watch: Watch, start: () => Member): Member;
  /** Rejects when one of them ends that nobody stopped. */
  readonly lost: Promise<never>;
  /** Ends all of them, in order. */
  stop(): Promise<void>;
  /** Ends all of them, now. */
  kill(): void;
}

/** An empty crew. */
export const gatherCrew = (): Crew => {
  const members: { readonly watch: Watch; readonly member: Running }[] = [];
  let stopping = false;
  let report: (problem: Problem) => void = () => undefined;
  const lost = new Promise<never>((_, reject) => {
    report = reject;
  });
  lost.catch(() => undefined); // it may come when nobody waits for it
  return {
    add: (watch, start) => {
      if (stopping) throw new Problem('All is ending: nothing more is started.');
      const member = start();
      members.push({ watch, member });
      void member.ended.then((words) => {
        if (!stopping && watch !== 'build') report(new Problem(words));
      });
      return member;
    },
    lost,
    stop: async () => {
      stopping = true;
      for (const watch of ORDER) {
        await Promise.all(members.filter((each) => each.watch === watch).map(({ member }) => member.stop()));
      }
    },
    kill: () => {
      stopping = true;
      for (const { member } of members) member.kill();
    },
  };
};
