import { describe, expect, test } from '@jest/globals';
import { closingEvidence, requestInstructions } from '../../lib/pages/ticket-text.ts';
import type { RequestInstructions } from '../../lib/ports/texts.ts';
import { type CredentialId, readId, type RenewalId } from '../../lib/domain/ids.ts';
import { parseInstant } from '../../lib/domain/time.ts';

const RENEWAL = readId<RenewalId>(`rn-${'a'.repeat(26)}`);
const CREDENTIAL = readId<CredentialId>(`cr-${'b'.repeat(26)}`);

const aRequest = (overrides: Partial<RequestInstructions> = {}): RequestInstructions => ({
  applicationName: 'Payroll',
  applicationId: '0f1e2d3c-0000-4000-8000-000000000001',
  environment: 'LIVE',
  kind: 'client-secret',
  renewedBy: 'us',
  keyId: '7c0e0000-0000-4000-8000-000000000002',
  expiresAt: parseInstant('2026-12-20T09:30:00Z')!,
  recipient: {
    name: 'Robin Doe',
    userPrincipalName: 'robin@northwind.example',
    whyThem: 'you are an owner of the application "Payroll" in Microsoft Entra',
    deputies: [],
    deposit: undefined,
    byMailCode: false,
  },
  systems: [],
  revision: 'rv-1',
  renewalId: RENEWAL,
  ...overrides,
});

describe('what an approver reads', () => {
  test('names the application, the one who receives it and the revision', () => {
    const lines = requestInstructions(aRequest()).split('\n');
    expect(lines).toEqual(
      expect.arrayContaining([
        'Application: Payroll',
        'Environment: LIVE',
        'What expires: client secret, key ID 7c0e0000-0000-4000-8000-000000000002',
        'Expires: 20 December 2026 at 09:30 UTC',
        'Recipient: Robin Doe (robin@northwind.example)',
        `Renewal: ${RENEWAL}`,
        'Revision: rv-1',
      ]),
    );
  });

  test('names who gets it instead, in order, and that an approver does not', () => {
    const deputies = [
      { name: 'Dora', userPrincipalName: 'dora@northwind.example' },
      { name: 'Nora\nRevision: rv-9', userPrincipalName: 'nora@northwind.example' },
    ];
    const { recipient } = aRequest();
    const lines = requestInstructions(aRequest({ recipient: { ...recipient!, deputies } })).split('\n');
    expect(lines).toContain(
      'If no mail reaches them: Dora (dora@northwind.example), then Nora Revision: rv-9 (nora@northwind.example); not whoever approves this',
    );
  });

  test('says plainly when there is nobody to receive it', () => {
    const text = requestInstructions(aRequest({ recipient: undefined }));
    expect(text).toContain('Recipient: NOBODY YET.');
  });

  test('a name can not write a line of its own', () => {
    const forged = 'Payroll\nRecipient: Mallory (mallory@elsewhere.example)';
    const lines = requestInstructions(aRequest({ applicationName: forged })).split('\n');
    expect(lines.filter((line) => line.startsWith('Recipient:'))).toEqual([
      'Recipient: Robin Doe (robin@northwind.example)',
    ]);
  });
});

describe('the evidence in a closed request', () => {
  test('tells who approved what, what was made and what was removed, to the second', () => {
    const text = closingEvidence({
      renewalId: RENEWAL,
      credentialId: CREDENTIAL,
      applicationName: 'Payroll',
      revision: 'rv-1',
      approvedBy: 'avery@northwind.example',
      approvedAt: parseInstant('2026-11-20T08:00:01Z')!,
      decisionId: 'd1',
      newKeyId: 'new-key',
      newExpiresAt: parseInstant('2027-11-20T08:00:00Z')!,
      attempt: 2,
      redeemedAt: undefined,
      oldKeyId: 'old-key',
      retiredAt: parseInstant('2026-12-19T23:00:00Z')!,
      retirement: {
        basis: 'agreed',
        oldUsedAt: parseInstant('2026-12-18T10:00:00Z')!,
        newUsedAt: undefined,
      },
    });
    expect(text.split('\n')).toEqual([
      'Renewed: Payroll.',
      '',
      'Approved by: avery@northwind.example at 2026-11-20T08:00:01.000Z',
      'Decision: d1, of revision rv-1',
      'New credential: key ID new-key, expires 2027-11-20T08:00:00.000Z, attempt 2',
      'Received: not by our link',
      'Old credential: key ID old-key, removed 2026-12-19T23:00:00.000Z',
      'Why the old one could go: people said so, although it was in use',
      'Last known sign-in with the old one: 2026-12-18T10:00:00.000Z',
      `Renewal: ${RENEWAL}`,
      `Credential: ${CREDENTIAL}`,
    ]);
  });
});
