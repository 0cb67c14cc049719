import { type PublishedEvent, textOf } from './events.ts';
import { groupsOf } from './groups.ts';
import { plain } from './plain.ts';
import { type Remark, remarkOn } from './remarks.ts';

/** Tells a person what is published, with what belongs together in one line. */
export interface Narrator {
  hear(event: PublishedEvent): void;
  /** Says what was held back to be told together. */
  flush(): void;
}

/** So long nothing more must come before a group is told. */
const PAUSE_MS = 700;
const NAMED = 3;

export const narrator = (say: (line: string) => void): Narrator => {
  const names = new Map<string, string>();
  let held: Remark[] = [];
  let pause: NodeJS.Timeout | undefined;

  const flush = (): void => {
    clearTimeout(pause);
    const groups = groupsOf(held, ({ group }) => group);
    held = [];
    for (const remarks of groups.values()) say(lineFor(remarks));
  };
  return {
    flush,
    hear: (event) => {
      const renewal = textOf(event, 'renewalId');
      const name = textOf(event, 'subjectName');
      if (renewal !== '' && name !== '') names.set(renewal, name);
      const remark = remarkOn(event, plain(name === '' ? (names.get(renewal) ?? '') : name));
      if (remark === undefined) return;
      held.push(remark);
      clearTimeout(pause);
      pause = setTimeout(flush, PAUSE_MS);
    },
  };
};

const lineFor = (remarks: readonly Remark[]): string => {
  const [first] = remarks;
  if (first === undefined) return '';
  if (first.counted) {
    const counts = groupsOf(remarks, ({ item }) => item);
    return `${first.group} ${remarks.length}: ${[...counts].map(([item, { length }]) => `${length} ${item}`).join(', ')}`;
  }
  const shown = remarks.length > NAMED + 1 ? remarks.slice(0, NAMED) : remarks;
  const rest = remarks.length - shown.length;
  const items = shown.map(({ item }) => item).join('; ') + (rest > 0 ? `; and ${rest} more` : '');
  return remarks.length === 1 ? `${first.group}: ${items}` : `${first.group} ${remarks.length}: ${items}`;
};
