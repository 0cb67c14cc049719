import type { RenewalId } from '../domain/ids.ts';
import { type AwaitDeps, awaitCertificate } from './await-certificate.ts';
import { type PutDeps, putCertificate } from './put-certificate.ts';
import { renewalSaga } from './renewal-saga.ts';

export interface PlaceDeps extends AwaitDeps, PutDeps {}

/** The certificate that an owner hands in: asked for and looked for, and once it is accepted put in place. */
export const placeCertificate = (deps: PlaceDeps) => {
  const saga = renewalSaga(deps);
  const wait = awaitCertificate(deps);
  const put = putCertificate(deps);
  return async (id: RenewalId): Promise<void> => {
    const loaded = await saga.load(id, 'place-certificate');
    if (loaded?.at.state === 'awaiting-certificate') await wait(loaded.stored);
    // What was accepted is put in place in the same breath.
    const accepted = await saga.load(id, 'place-certificate');
    if (accepted?.at.state === 'placing-certificate') await put(accepted.stored);
  };
};
