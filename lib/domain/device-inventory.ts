import { type CsvRow, csvFaultWords, nameOf, readCsv } from './csv.ts';
import { type Instant, parseInstant } from './time.ts';

/** Whose columns an inventory has. */
export type InventoryFormat = 'jamf' | 'okta';

/** A certificate of a device, as another management of devices lists it. */
export interface InventoriedCertificate {
  readonly device: string;
  /** Tells certificates of one inventory apart. */
  readonly serial: string;
  readonly name: string;
  readonly startsAt: Instant | undefined;
  readonly expiresAt: Instant;
  readonly user: string | undefined;
}

type Columns = Readonly<Record<'device' | 'serial' | 'expires' | 'name' | 'starts' | 'user', string>>;

/** What the columns are called; the first three have to be there. */
export const INVENTORY_COLUMNS: Readonly<Record<InventoryFormat, Columns>> = {
  jamf: {
    device: 'Device Name',
    serial: 'Certificate Serial Number',
    expires: 'Expiration Date',
    name: 'Certificate Name',
    starts: 'Issue Date',
    user: 'Email Address',
  },
  okta: {
    device: 'Device',
    serial: 'Serial Number',
    expires: 'Valid To',
    name: 'Subject',
    starts: 'Valid From',
    user: 'User Login',
  },
};

export interface InventoryFault {
  readonly at: string;
  readonly message: string;
}

export interface ReadInventory {
  readonly certificates: readonly InventoriedCertificate[];
  readonly faults: readonly InventoryFault[];
  /** The text as a whole could not be taken, so nothing of it was. */
  readonly isRefused: boolean;
}

/** Of a text that a stranger wrote no more than can do no harm. */
const shown = (text: string): string => text.replaceAll(/[^\p{L}\p{N} _.-]/gu, '?').slice(0, 60);

/**
 * Reads an inventory that was exported as separated values. Columns that are neither ours nor said to be left out are named:
 * a renamed column is more often a changed export than a new one. A faulty row costs only itself.
 */
export const readInventory = (
  text: string,
  format: InventoryFormat,
  leftOut: readonly string[],
): ReadInventory => {
  const columns = INVENTORY_COLUMNS[format];
  const refused = (faults: readonly InventoryFault[]): ReadInventory => ({
    certificates: [],
    faults,
    isRefused: true,
  });
  const table = readCsv(text);
  if (!table.ok) return refused([{ at: 'the inventory', message: csvFaultWords(table.failure) }]);
  const { header, rows } = table.value;
  const known = new Set([...Object.values(columns), ...leftOut].map(nameOf));
  const faults = [
    ...[columns.device, columns.serial, columns.expires]
      .filter((column) => !header.map(nameOf).includes(nameOf(column)))
      .map((column) => ({ at: `column ${column}`, message: 'is missing' })),
    ...header
      .filter((column) => !known.has(nameOf(column)))
      .map((column) => ({
        at: `column ${shown(column)}`,
        message: 'is none of ours: leave it out of the export, or name it in leaveOut',
      })),
  ];
  if (faults.length > 0) return refused(faults);
  const read = rows.map((row) => certificateOf(row, columns));
  return {
    certificates: read.flatMap((each) => ('at' in each ? [] : [each])),
    faults: read.flatMap((each) => ('at' in each ? [each] : [])),
    isRefused: false,
  };
};

const certificateOf = (
  { line, cells, isTooLong }: CsvRow,
  columns: Columns,
): InventoriedCertificate | InventoryFault => {
  const cell = (column: keyof Columns) => cells.get(nameOf(columns[column]));
  const [device, serial, expires, starts] = [cell('device'), cell('serial'), cell('expires'), cell('starts')];
  const fault = (column: keyof Columns, message: string) => ({
    at: `line ${line}, column ${columns[column]}`,
    message,
  });
  if (isTooLong) return { at: `line ${line}`, message: 'has more cells than the header has names' };
  if (device === undefined) return fault('device', 'is empty');
  // What goes into ids and addresses of ours has to be a number as certificates have it.
  if (serial === undefined || !/^[0-9A-Fa-f:]{1,120}$/.test(serial))
    return fault('serial', 'is no serial number of a certificate');
  const expiresAt = momentOf(expires);
  if (expiresAt === undefined) return fault('expires', DATE);
  const startsAt = momentOf(starts);
  if (starts !== undefined && startsAt === undefined) return fault('starts', DATE);
  return {
    device,
    serial: serial.replaceAll(':', '').toUpperCase(),
    name: cell('name') ?? `Certificate of ${device}`,
    startsAt,
    expiresAt,
    user: cell('user'),
  };
};

const DATE = 'must be a date such as 2027-03-01, with or without a time in UTC';

/** Only forms that mean one day in every country. */
const momentOf = (text: string | undefined): Instant | undefined => {
  const [, day, time = '00:00:00'] =
    /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2}:\d{2})(?:\.\d+)?Z?)?$/.exec(text ?? '') ?? [];
  return day === undefined ? undefined : parseInstant(`${day}T${time}Z`);
};
