import { type PublishedEvent, textOf } from './events.ts';
import { groupsOf } from './groups.ts';
import { plain } from './plain.ts';
import { type Remark, remarkOn } from './remarks.ts';

/** Tells a person what is published, with what belongs together in one line. */
export interface Narrator {
  readonly hear: (event: PublishedEvent) => void;
  /** Says what was held back to be told together. */
  readonly flush: () => void;
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
  const [{ group, counted } = { group: '' }] = remarks;
  const items = remarks.flatMap(({ item }) => item ?? []);
  if (items.length === 0) return group;
  if (counted) {
    const counts = [...groupsOf(items, (item) => item)].map(([item, { length }]) => `${length} ${item}`);
    return `${group} ${items.length}: ${counts.join(', ')}`;
  }
  const shown = items.length > NAMED + 1 ? items.slice(0, NAMED) : items;
  const rest = items.length - shown.length;
  const told = shown.join('; ') + (rest > 0 ? `; and ${rest} more` : '');
  return items.length === 1 ? `${group}: ${told}` : `${group} ${items.length}: ${told}`;
};
