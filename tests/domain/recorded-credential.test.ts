import { describe, expect, test } from '@jest/globals';
import { recordOf } from '../../lib/domain/recorded-credential.ts';
import { isRenewedHere } from '../../lib/domain/renewed-here.ts';
import { aCredential, aSubject } from '../support/builders.ts';

test('a credential is recorded with what holds it, and with nothing of its value', () => {
  const subject = aSubject({ ownerHints: { serviceManagementReference: 'TEAM-7', ownerTag: 'olive' } });
  const credential = aCredential();
  expect(recordOf(subject, credential)).toEqual({
    tenant: subject.tenant,
    environment: 'LIVE',
    subjectId: subject.id,
    source: 'entra-applications',
    subjectKind: 'application',
    nativeId: subject.nativeId,
    appId: subject.appId,
    ownerTeam: 'TEAM-7',
    name: 'payroll-sync',
    credentialId: credential.id,
    kind: 'client-secret',
    keyId: credential.keyId,
  });
});

describe('the next one is made here', () => {
  test.each([
    ['entra-applications', 'client-secret', true],
    ['entra-applications', 'client-certificate', false],
    ['entra-service-principals', 'client-secret', false],
    ['declared', 'client-secret', false],
  ] as const)('for what is in %s and a %s: %s', (source, kind, expected) => {
    expect(isRenewedHere({ source, kind })).toBe(expected);
  });
});
