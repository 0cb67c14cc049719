import { linkKind, renewalKind } from '../support/aggregate-kinds.ts';
import { fakeClock } from '../support/fakes/clock.ts';
import { fakeOutbox } from '../support/fakes/outbox.ts';
import { fakeLinks, fakeRenewals } from '../support/fakes/stores.ts';
import { outboxContract } from './outbox.contract.ts';

outboxContract('the outbox in memory', () => {
  const outbox = fakeOutbox();
  const renewals = fakeRenewals(outbox);
  const links = fakeLinks(outbox, fakeClock());
  let used = 0;
  return Promise.resolve({
    outbox,
    commit: async (store, messages) => {
      const change = { expected: 'absent', dueAt: undefined, messages } as const;
      used += 1;
      const result =
        store === 0
          ? await renewals.commit(renewalKind.key(used), { ...change, state: renewalKind.state(1) })
          : await links.commit(linkKind.key(used), { ...change, state: linkKind.state(1) });
      if (!result.ok) throw new Error(result.failure.code);
    },
  });
});
