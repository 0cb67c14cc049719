/** Sequence numbers in rising order. Nearly all are added at the end; one that was given back finds its old place. */
export interface OrderedNumbers {
  readonly size: number;
  readonly first: number | undefined;
  add(value: number): void;
  shift(): number | undefined;
  remove(value: number): void;
}

const COMPACT_AFTER = 1024;

/** An empty list of ordered numbers. */
export const orderedNumbers = (): OrderedNumbers => {
  const items: number[] = [];
  let head = 0;

  const placeOf = (value: number): number => {
    let low = head;
    let high = items.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((items[middle] ?? 0) < value) low = middle + 1;
      else high = middle;
    }
    return low;
  };

  return {
    get size() {
      return items.length - head;
    },
    get first() {
      return items[head];
    },
    add: (value) => {
      const place = placeOf(value);
      if (place === items.length) items.push(value);
      else if (items[place] !== value) items.splice(place, 0, value);
    },
    shift: () => {
      const value = items[head];
      if (value === undefined) return undefined;
      head += 1;
      // Moving the rest forward at every shift would make a long queue quadratic.
      if (head > COMPACT_AFTER && head * 2 > items.length) {
        items.splice(0, head);
        head = 0;
      }
      return value;
    },
    remove: (value) => {
      const place = placeOf(value);
      if (items[place] === value) items.splice(place, 1);
    },
  };
};
