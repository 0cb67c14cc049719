import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { DeclaredItem } from '../../lib/domain/declared-item.ts';
import { advanceItem, type ItemCommand, type KeptItem } from '../../lib/domain/kept-item.ts';
import { parseInstant } from '../../lib/domain/time.ts';
import { anyone } from '../support/api.ts';
import { aTenant } from '../support/tenants.ts';

const said = { tenant: aTenant().id, by: anyone(1), now: parseInstant('2026-11-21T12:00:00Z')! };
const item = (name = 'ZTNA'): Omit<DeclaredItem, 'revision'> => ({
  id: 'ztna',
  kind: 'client-secret',
  name,
  expires: '2027-03-01',
});

describe('an item that was declared over the API', () => {
  test('is changed only by who has seen the revision that is there', () => {
    const added = advanceItem(undefined, { kind: 'put', item: item(), of: undefined }, said);
    expect(added).toMatchObject({ ok: true, value: { change: 'added', kept: { item: { revision: 1 } } } });
    if (!added.ok) return;
    const { kept } = added.value;
    expect(advanceItem(kept, { kind: 'put', item: item(), of: undefined }, said)).toMatchObject({
      ok: false,
      failure: { code: 'OTHER_REVISION', revision: 1 },
    });
    expect(advanceItem(kept, { kind: 'put', item: item('other'), of: 1 }, said)).toMatchObject({
      ok: true,
      value: { change: 'changed', kept: { item: { name: 'other', revision: 2 } } },
    });
    expect(advanceItem(undefined, { kind: 'remove', of: 1 }, said)).toMatchObject({
      ok: false,
      failure: { code: 'UNKNOWN_ITEM' },
    });
  });

  test('is kept with who said so last, by tenant and object id, and so is its removal', () => {
    const put = { kind: 'put', item: item(), of: undefined } as const;
    const added = advanceItem(undefined, put, { ...said, by: { ...anyone(1), displayName: 'One' } as never });
    const by = { tenant: anyone(1).tenant, objectId: anyone(1).objectId };
    const kept = {
      ...{ tenant: said.tenant, changedAt: said.now, changedBy: by },
      ...{ item: { ...item(), revision: 1 }, isRemoved: false },
    };
    expect(added).toEqual({ ok: true, value: { kept, change: 'added' } });

    const later = { ...said, now: parseInstant('2026-11-22T12:00:00Z')! };
    const removed = { ...kept, changedAt: later.now, item: { ...item(), revision: 2 }, isRemoved: true };
    expect(advanceItem(kept, { kind: 'remove', of: 1 }, later)).toEqual({
      ok: true,
      value: { kept: removed, change: 'removed' },
    });

    // What was removed is not there, and comes back with the next revision.
    for (const command of [
      { kind: 'remove', of: 2 },
      { ...put, of: 2 },
    ] as const)
      expect(advanceItem(removed, command, later)).toEqual({ ok: false, failure: { code: 'UNKNOWN_ITEM' } });
    expect(advanceItem(removed, put, said)).toEqual({
      ok: true,
      value: { kept: { ...kept, item: { ...item(), revision: 3 } }, change: 'added' },
    });
  });

  test('counts its revisions upwards, whatever is done to it, and gives none twice', () => {
    const command = fc.oneof(
      fc.record({
        kind: fc.constant('put' as const),
        item: fc.constant(item()),
        of: fc.option(fc.nat(5), { nil: undefined }),
      }),
      fc.record({ kind: fc.constant('remove' as const), of: fc.nat(5) }),
    );
    fc.assert(
      fc.property(fc.array(command, { maxLength: 20 }), (commands: readonly ItemCommand[]) => {
        let kept: KeptItem | undefined;
        for (const each of commands) {
          const moved = advanceItem(kept, each, said);
          if (!moved.ok) continue;
          expect(moved.value.kept.item.revision).toBe((kept?.item.revision ?? 0) + 1);
          kept = moved.value.kept;
        }
      }),
    );
  });
});
