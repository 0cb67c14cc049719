import { describe, expect, test } from '@jest/globals';
import { INVENTORY_COLUMNS, readInventory } from '../../lib/domain/device-inventory.ts';
import { parseInstant } from '../../lib/domain/time.ts';

const JAMF =
  'Device Name,Certificate Serial Number,Expiration Date,Certificate Name,Issue Date,Email Address';
const rows = (...lines: readonly string[]) => readInventory([JAMF, ...lines].join('\n'), 'jamf', []);
const DATE = 'must be a date such as 2027-03-01, with or without a time in UTC';

describe('an inventory of devices', () => {
  test('has the columns of whoever manages them', () => {
    expect(INVENTORY_COLUMNS).toEqual({
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
    });
  });

  test('is read row by row, with serial numbers in one form', () => {
    expect(rows('mac-1,0a:1B,2027-03-01,CN=mac-1,2026-03-01,olive@northwind.example')).toEqual({
      certificates: [
        {
          device: 'mac-1',
          serial: '0A1B',
          name: 'CN=mac-1',
          startsAt: parseInstant('2026-03-01T00:00:00Z'),
          expiresAt: parseInstant('2027-03-01T00:00:00Z'),
          user: 'olive@northwind.example',
        },
      ],
      faults: [],
      isRefused: false,
    });
  });

  test('may leave out what is not needed to tell certificates apart', () => {
    const text = 'Valid To;Device;Serial Number\n2027-03-01;phone-7;0A';
    expect(readInventory(text, 'okta', []).certificates).toEqual([
      {
        device: 'phone-7',
        serial: '0A',
        name: 'Certificate of phone-7',
        startsAt: undefined,
        expiresAt: parseInstant('2027-03-01T00:00:00Z'),
        user: undefined,
      },
    ]);
  });

  test.each([
    ['2027-03-01', '2027-03-01T00:00:00Z'],
    ['2027-03-01 10:20:30', '2027-03-01T10:20:30Z'],
    ['2027-03-01T10:20:30', '2027-03-01T10:20:30Z'],
    ['2027-03-01T10:20:30Z', '2027-03-01T10:20:30Z'],
    ['2027-03-01T10:20:30.123Z', '2027-03-01T10:20:30Z'],
  ])('may write a date as %s', (written, meant) => {
    const { certificates } = rows(`mac-1,0A,${written},,,`);
    expect(certificates.map(({ expiresAt }) => expiresAt)).toEqual([parseInstant(meant)]);
  });

  test.each([
    '01.03.2027',
    '03/01/2027',
    '2027-3-1',
    '2027-03-011',
    '12027-03-01',
    '2027-02-30',
    '2027-03-01 10:20',
    '2027-03-01T10:20:30.Z',
    '2027-03-01T10:20:30+02:00',
    '2027-03-01 1:20:30',
    '2027-03-01T10:20:30ZZ',
    'never',
  ])('can not be read where a date is %s, since it might mean another day', (written) => {
    expect(rows(`mac-1,0A,${written},,,`)).toEqual({
      certificates: [],
      faults: [{ at: 'line 2, column Expiration Date', message: DATE }],
      isRefused: false,
    });
  });

  test.each<readonly [string, string, string]>([
    [',0A,2027-03-01,,,', 'line 2, column Device Name', 'is empty'],
    [
      'mac,,2027-03-01,,,',
      'line 2, column Certificate Serial Number',
      'is no serial number of a certificate',
    ],
    ['mac,0A,,,,', 'line 2, column Expiration Date', DATE],
    ['mac,0A,2027-03-01,,soon,', 'line 2, column Issue Date', DATE],
    ['mac,0A,2027-03-01,,,,more', 'line 2', 'has more cells than the header has names'],
  ])('passes over the row %j, and says why', (row, at, message) => {
    expect(rows(row, 'mac-2,0B,2027-03-01,,,')).toMatchObject({
      certificates: [{ device: 'mac-2' }],
      faults: [{ at, message }],
      isRefused: false,
    });
  });

  test.each(['0G', '../0A', '0A 0B', 'x0A', '0Ax', 'A'.repeat(121)])(
    'does not take %j for a serial number',
    (serial) => {
      expect(rows(`mac,${serial},2027-03-01,,,`).certificates).toEqual([]);
    },
  );

  test('takes a serial number as long as they may be', () => {
    expect(rows(`mac,${'a'.repeat(120)},2027-03-01,,,`).certificates[0]?.serial).toBe('A'.repeat(120));
  });
});

describe('an inventory is refused as a whole', () => {
  test('when it is no table', () => {
    expect(readInventory('a\n"', 'jamf', [])).toEqual({
      certificates: [],
      faults: [
        {
          at: 'the inventory',
          message: 'line 2: a cell begins with a quotation mark that nothing closes',
        },
      ],
      isRefused: true,
    });
  });

  test('when it lacks a column that it needs, and each is named', () => {
    const { faults, isRefused } = readInventory('Certificate Name\nCN=mac', 'jamf', []);
    expect(isRefused).toBe(true);
    expect(faults).toEqual(
      ['Device Name', 'Certificate Serial Number', 'Expiration Date'].map((column) => ({
        at: `column ${column}`,
        message: 'is missing',
      })),
    );
  });

  test('when it has a column that nobody expects, unless that is said to be left out', () => {
    const text = `${JAMF},Secret <b>notes</b> of ${'x'.repeat(80)}\nmac-1,0A,2027-03-01,,,,hello`;
    const { faults, isRefused } = readInventory(text, 'jamf', []);
    expect(isRefused).toBe(true);
    expect(faults).toEqual([
      {
        at: `column Secret ?b?notes??b? of ${'x'.repeat(37)}`,
        message: 'is none of ours: leave it out of the export, or name it in leaveOut',
      },
    ]);
    const left = readInventory(`${JAMF},Notes\nmac-1,0A,2027-03-01,,,,hello`, 'jamf', [' NOTES']);
    expect(left).toMatchObject({ faults: [], certificates: [{ device: 'mac-1' }] });
  });

  test('though names of columns may be written in whatever case', () => {
    const text = 'DEVICE, serial number ,Valid to\nphone,0A,2027-03-01';
    expect(readInventory(text, 'okta', [])).toMatchObject({
      faults: [],
      certificates: [{ device: 'phone' }],
    });
  });
});
