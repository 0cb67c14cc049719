import { federationMetadata } from '../../lib/adapters/outside/metadata-source.ts';
import { sha256 } from '../../lib/adapters/system/sha256.ts';
import { systemClock } from '../../lib/adapters/system/system-clock.ts';
import { metadataId } from '../../lib/domain/ids.ts';
import { fakeOutbox } from '../support/fakes/outbox.ts';
import { fakeMetadata, fakeSubjects } from '../support/fakes/stores.ts';
import { runIdps } from '../support/idp-stand-in.ts';
import { declared } from '../support/metadata.ts';
import { aTenant } from '../support/tenants.ts';
import { credentialSourceContract } from './credential-source.contract.ts';

credentialSourceContract('Federation metadata', async () => {
  const running = await runIdps();
  const tenant = aTenant();
  const store = fakeMetadata(fakeOutbox());
  const ids = new Map(
    ['one', 'two', 'three', 'four'].map((name) => [metadataId(sha256, tenant.id, name), name]),
  );
  const sorted = [...ids.keys()].toSorted();
  for (const [index, id] of sorted.entries()) {
    const name = ids.get(id)!;
    // The second is not there.
    if (index !== 1)
      await running.idps.put({
        name,
        side: 'identity-provider',
        certificates: [
          { use: 'signing', commonName: name, endsInDays: 50 },
          { use: 'encryption', commonName: name, endsInDays: 60 },
        ],
      });
    await store.commit(
      { tenant: tenant.id, id },
      {
        state: declared({ tenant: tenant.id, name, url: running.idps.metadataUrl(name) }),
        expected: 'absent',
        dueAt: undefined,
        messages: [],
      },
    );
  }
  return {
    source: federationMetadata({
      tenant,
      kept: store,
      subjects: fakeSubjects(fakeOutbox()),
      outside: running.outside(),
      digest: sha256,
      clock: systemClock,
    }),
    nativeIds: sorted,
    missing: metadataId(sha256, tenant.id, 'never declared'),
    unread: `federation-metadata/${ids.get(sorted[1]!)!}`,
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
