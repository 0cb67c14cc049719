import { openIdProviders } from '../../lib/adapters/outside/openid-source.ts';
import { sha256 } from '../../lib/adapters/system/sha256.ts';
import { systemClock } from '../../lib/adapters/system/system-clock.ts';
import { providerId } from '../../lib/domain/ids.ts';
import { newProvider } from '../../lib/domain/openid-provider.ts';
import { fakeOutbox } from '../support/fakes/outbox.ts';
import { fakeProviders } from '../support/fakes/stores.ts';
import { runIdps } from '../support/idp-stand-in.ts';
import { aTenant } from '../support/tenants.ts';
import { credentialSourceContract } from './credential-source.contract.ts';

credentialSourceContract('OpenID providers', async () => {
  const running = await runIdps();
  const tenant = aTenant();
  const store = fakeProviders(fakeOutbox());
  const idOf = (name: string) => providerId(sha256, tenant.id, { name, credentials: 'Travel' });
  const names = ['one', 'two', 'three', 'four'].toSorted((a, b) => (idOf(a) < idOf(b) ? -1 : 1));
  for (const [index, name] of names.entries()) {
    // The second is not there.
    if (index !== 1)
      await running.idps.put({
        name,
        side: 'identity-provider',
        certificates: [{ use: 'signing', commonName: name, endsInDays: 50 }],
        bareKeys: 1,
      });
    const id = idOf(name);
    const state = newProvider(
      { id, tenant: tenant.id, name, credentials: 'Travel' },
      {
        clientId: `client of ${name}`,
        addresses: { kind: 'discovery', url: running.idps.discoveryUrl(name), issuer: undefined },
        usedBy: [],
      },
    );
    const change = { state, expected: 'absent', dueAt: undefined, messages: [] } as const;
    await store.commit({ tenant: tenant.id, id }, change);
  }
  return {
    source: openIdProviders({
      ...{ tenant, providers: store, digest: sha256, clock: systemClock },
      outside: running.outside(),
    }),
    nativeIds: names.map(idOf),
    missing: idOf('never declared'),
    unread: `openid-providers/${names[1]!} (Travel)`,
    values: [],
    goAway: () => {
      store.away();
    },
    deny: () => {
      running.idps.faults.add({ status: 403 });
    },
    comeBack: () => {
      store.back();
      running.idps.faults.clear();
    },
    stop: running.stop,
  };
});
