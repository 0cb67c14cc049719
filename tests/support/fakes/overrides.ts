import type { KeptOverride, SetOverride } from '../../../lib/domain/owner-override.ts';
import type { OverrideKey, Overrides } from '../../../lib/ports/overrides.ts';
import { type FakeAggregates, fakeAggregates } from './aggregates.ts';
import type { FakeOutbox } from './outbox.ts';

export type FakeOverrides = Overrides & FakeAggregates<OverrideKey, KeptOverride>;

/** Overrides of owners in memory. */
export const fakeOverrides = (outbox: FakeOutbox): FakeOverrides => {
  const overrides = fakeAggregates<OverrideKey, KeptOverride>({
    table: 'Directory',
    outbox,
    keyText: ({ tenant, id }) => `${tenant}~${id}`,
  });
  const list: Overrides['list'] = async function* (tenant, unreadable) {
    for (const { override } of overrides.all().filter((kept) => kept.override.tenant === tenant)) {
      const key = { tenant, id: override.id };
      if (overrides.isSpoiled(key)) unreadable(override.id);
      const stored = overrides.isSpoiled(key) ? undefined : await overrides.find(key);
      if (stored !== undefined) yield stored.state;
    }
  };
  return {
    ...overrides,
    list,
    read: async (tenant, unreadable) => {
      const standing: SetOverride[] = [];
      for await (const { override, ended } of list(tenant, unreadable))
        if (ended === undefined) standing.push(override);
      return standing.sort((a, b) => b.setAt - a.setAt);
    },
  };
};
