import { fakeSeenSubjects } from '../support/fakes/stores.ts';
import { seenSubjectsContract } from './seen-subjects.contract.ts';

seenSubjectsContract('what scans met, in memory', () => Promise.resolve(fakeSeenSubjects()));
