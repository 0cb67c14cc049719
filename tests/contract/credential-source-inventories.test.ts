import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { deviceInventory } from '../../lib/adapters/inventories/inventory-source.ts';
import { sha256 } from '../../lib/adapters/system/sha256.ts';
import { readInventory } from '../../lib/domain/device-inventory.ts';
import { fail, ok } from '../../lib/domain/result.ts';
import { toIso } from '../../lib/domain/time.ts';
import { joinedSources } from '../../lib/wiring/sources/joined-sources.ts';
import type { CredentialSource } from '../../lib/ports/credential-source.ts';
import type { WrittenTextFailure } from '../../lib/ports/written-text.ts';
import { declaredExamples } from '../support/declared-examples.ts';
import { aTenant } from '../support/tenants.ts';
import { allPages, credentialSourceContract, subjectsOf } from './credential-source.contract.ts';

const CSV = readFileSync(new URL('goldens/jamf.csv', import.meta.url), 'utf8');
const tenant = aTenant();
const OKTA = 'Device,Serial Number,Valid To\nPHONE-1,AA01,2027-02-01\n';

const inventoryOf = (
  text: string,
  state: { failure?: WrittenTextFailure | undefined } = {},
  said: object = {},
): CredentialSource =>
  deviceInventory({
    ...{ tenant, digest: sha256, name: 'macs', format: 'jamf' as const, leaveOut: ['model'], pageSize: 2 },
    text: {
      read: () => Promise.resolve(state.failure === undefined ? ok({ text, tag: '' }) : fail(state.failure)),
    },
    ...said,
  });

const setting = (wrap: (source: CredentialSource) => CredentialSource) => () => {
  const state: { failure?: WrittenTextFailure | undefined } = {};
  return Promise.resolve({
    source: wrap(inventoryOf(CSV, state)),
    nativeIds: ['inventories/macs/0A1B2C', 'inventories/macs/0A1B2D', 'inventories/macs/FF01'],
    missing: 'inventories/macs/DEAD',
    unread: 'line 4, column Certificate Serial Number',
    values: [],
    goAway: () => {
      state.failure = { code: 'UNAVAILABLE', detail: 'away' };
    },
    deny: () => {
      state.failure = { code: 'FORBIDDEN', detail: 'denied' };
    },
    comeBack: () => {
      state.failure = undefined;
    },
    stop: () => Promise.resolve(),
  });
};

credentialSourceContract(
  'an inventory of devices',
  setting((source) => source),
);
credentialSourceContract(
  'several places of one source',
  setting((source) => joinedSources([source])),
);

describe('an inventory', () => {
  test('shows each certificate once, with its user as the owner', async () => {
    const subjects = subjectsOf(await allPages(inventoryOf(CSV)));
    expect(
      subjects.map(({ name, ownerHints, credentials: [credential] }) => [
        name,
        ownerHints.ownerTag,
        toIso(credential!.expiresAt!),
      ]),
    ).toEqual([
      ['Wi-Fi (MAC-0042)', 'dana@northwind.example', '2027-03-01T09:30:00.000Z'],
      ['Certificate of MAC-0043 (MAC-0043)', undefined, '2026-12-24T00:00:00.000Z'],
      ['Kiosk (MAC-0045 "lobby")', undefined, '2027-06-01T00:00:00.000Z'],
    ]);
  });

  test('with odd columns is not taken, and all of them are named', async () => {
    const source = inventoryOf('Device,Expiry,=cmd()\nx,y,z', {}, { format: 'okta' });
    const [page] = await allPages(source);
    expect(page).toMatchObject({ subjects: [] });
    expect(page!.unread.map(({ what }) => what)).toEqual([
      'inventories/macs/column Serial Number',
      'inventories/macs/column Valid To',
      'inventories/macs/column Expiry',
      'inventories/macs/column ?cmd??',
    ]);
    expect(await source.look('inventories/macs/AA')).toMatchObject({ ok: false });
  });

  test.each(['03/01/2027', '1.3.2027', '2027-02-30', 'tomorrow', ''])(
    'with %j as a date of one row loses that row, and says so',
    (date) => {
      const { certificates, faults } = readInventory(`${OKTA}PHONE-2,AA02,${date}`, 'okta', []);
      expect(certificates.map(({ serial }) => serial)).toEqual(['AA01']);
      expect(faults).toEqual([
        { at: 'line 3, column Valid To', message: expect.stringContaining('2027-03-01') },
      ]);
    },
  );

  test('of the document is read as it stands there', () => {
    const [jamf = '', okta = ''] = declaredExamples('csv', 'devices.md');
    expect(readInventory(jamf, 'jamf', []).faults).toEqual([]);
    expect(readInventory(okta, 'okta', []).faults).toEqual([]);
  });
});

test('of several places one that is closed is named, and the next is read', async () => {
  const closed = inventoryOf(CSV, { failure: { code: 'FORBIDDEN', detail: 'denied' } }, { name: 'closed' });
  const open = inventoryOf(OKTA, {}, { format: 'okta', name: 'open' });
  const pages = await allPages(joinedSources([closed, open]));
  expect(subjectsOf(pages).map(({ nativeId }) => nativeId)).toEqual(['inventories/open/AA01']);
  expect(pages.flatMap(({ unread }) => unread)).toEqual([{ what: 'devices, place 1', reason: 'denied' }]);
});
