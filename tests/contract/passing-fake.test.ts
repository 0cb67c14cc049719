import { fakePassing } from '../support/fakes/signing-in.ts';
import { passingContract } from './passing.contract.ts';

const stores = fakePassing();
passingContract('memory', () => stores);
