import { fakeAudit } from '../support/fakes/audit.ts';
import { auditContract } from './audit.contract.ts';

auditContract('the record in memory', () => {
  const audit = fakeAudit();
  return Promise.resolve({ audit, trail: audit.trail });
});
