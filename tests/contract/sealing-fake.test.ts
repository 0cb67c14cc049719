import { expect, test } from '@jest/globals';
import { opener } from '../../lib/adapters/sealing/open.ts';
import { sealer } from '../../lib/adapters/sealing/seal.ts';
import { systemRandom } from '../../lib/adapters/system/system-random.ts';
import { fakeShareWrap } from '../support/fakes/sealing.ts';
import { sealingContract } from './sealing.contract.ts';

sealingContract('a seal over a key in memory', () => {
  const key = fakeShareWrap();
  return Promise.resolve({
    sealer: sealer({ wrap: key.wrap }),
    opener: opener({ unwrap: key.unwrap }),
    goAway: key.goAway,
    comeBack: key.comeBack,
    stop: () => Promise.resolve(),
  });
});

test('a key in memory unwraps what an older version of it wrapped', async () => {
  const key = fakeShareWrap();
  const ready = await sealer({ wrap: key.wrap }).ready();
  if (!ready.ok) throw new Error(ready.failure.detail);
  const sealed = ready.value(systemRandom.linkId(), 'value', 'bound');
  key.rotate();
  expect(await opener({ unwrap: key.unwrap }).share(sealed.secret)).toMatchObject({ ok: true });
});
