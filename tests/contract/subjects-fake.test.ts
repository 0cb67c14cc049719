import { fakeOutbox } from '../support/fakes/outbox.ts';
import { fakeSubjects } from '../support/fakes/stores.ts';
import { subjectsContract } from './subjects.contract.ts';

subjectsContract('the inventory in memory', () => Promise.resolve(fakeSubjects(fakeOutbox())));
