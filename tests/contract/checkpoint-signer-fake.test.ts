import { fakeCheckpointSigner } from '../support/fakes/checkpoint-signer.ts';
import { checkpointSignerContract } from './checkpoint-signer.contract.ts';

checkpointSignerContract('a signer in memory', () => {
  const signer = fakeCheckpointSigner();
  return Promise.resolve({
    signer,
    rotate: () => {
      signer.rotate();
    },
    goAway: () => {
      signer.away();
    },
    comeBack: () => {
      signer.back();
    },
    stop: () => Promise.resolve(),
  });
});
