import { persistent } from '../stand-in/state.ts';
import type { TableName } from './columns.ts';

/** A row as the desk keeps it: every value is a string, and an empty one is "". */
export type Row = Record<string, string>;

/** An order of a catalog item: what was asked for, by whom, for whom. */
export interface Order {
  readonly quantity: string;
  readonly requestedFor: string;
  readonly variables: Readonly<Record<string, string>>;
}

/** All that the desk remembers. */
interface DeskState {
  readonly tables: Partial<Record<TableName, Record<string, Row>>>;
  readonly numbers: Record<string, number>;
  /** Tokens that were given out, with the millisecond in which they end. */
  tokens: Record<string, number>;
  /** Contents of attachments in base64, by the sys_id of their row. */
  readonly files: Record<string, string>;
  /** Orders whose request exists and whose item is still to appear. */
  preparing: { readonly requestId: string; readonly dueAt: number; readonly order: Order }[];
  /** One cart per user, as on a real desk: two orders at the same time by one integration user meet in it. */
  carts: Record<string, { readonly id: string; readonly orders: Order[] }>;
}

/** The desk's state. What one call changes is written once, whole, before the call is answered. */
export interface Memory {
  readonly state: DeskState;
  /** Says that the state differs from what is on disk. */
  readonly touch: () => void;
  /** Writes what was touched. */
  readonly commit: () => void;
}

const emptyDesk = (): DeskState => ({
  tables: {},
  numbers: {},
  tokens: {},
  files: {},
  preparing: [],
  carts: {},
});

/** Opens the state in a file; without one it lives as long as the process. */
export const memory = (file: string | undefined): Memory => {
  const store = persistent(file, emptyDesk);
  let touched = false;
  return {
    state: store.value,
    touch: () => {
      touched = true;
    },
    commit: () => {
      if (touched) store.save();
      touched = false;
    },
  };
};
