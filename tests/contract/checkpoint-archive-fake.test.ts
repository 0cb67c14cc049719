import { fakeCheckpointArchive } from '../support/fakes/checkpoint-archive.ts';
import { checkpointArchiveContract } from './checkpoint-archive.contract.ts';

checkpointArchiveContract('an archive in memory', () => {
  const archive = fakeCheckpointArchive();
  return Promise.resolve({
    archive,
    read: () => Promise.resolve(archive.all()),
    goAway: () => {
      archive.away();
    },
    comeBack: () => {
      archive.back();
    },
    stop: () => Promise.resolve(),
  });
});
