import { describe, expect, test } from '@jest/globals';
import { CREDENTIAL_KINDS } from '../../lib/domain/credential.ts';
import { systemsOf } from '../../lib/domain/known-systems.ts';
import { KIND_PLAYBOOKS, playbooksFor } from '../../lib/pages/playbooks/choose.ts';
import { SYSTEM_PLAYBOOKS } from '../../lib/pages/playbooks/systems.ts';
import { playbookLines } from '../../lib/pages/playbooks/words.ts';
import { requestInstructions } from '../../lib/pages/ticket-text.ts';
import { readId } from '../../lib/domain/ids.ts';
import { parseInstant } from '../../lib/domain/time.ts';
import { aCredential, aSubject } from '../support/builders.ts';

const ALL = [...Object.entries(KIND_PLAYBOOKS), ...Object.entries(SYSTEM_PLAYBOOKS)];

/** Kinds whose playbook shows a code. */
const showing = (code: string): readonly string[] =>
  Object.entries(KIND_PLAYBOOKS)
    .filter(([, { symptoms }]) => symptoms.some((symptom) => symptom.code === code))
    .map(([kind]) => kind);

describe('the playbooks', () => {
  test.each(ALL)('of %s say what breaks, how it is renewed and whom to tell', (_, playbook) => {
    expect(playbook.breaks).toMatch(/^[A-Z].+\.$/);
    expect(playbook.tell).toMatch(/^[A-Z].+\.$/);
    expect(playbook.steps.length).toBeGreaterThan(1);
    for (const step of playbook.steps) expect(step).toMatch(/^[A-Z].+\.$/);
  });

  test.each(CREDENTIAL_KINDS.filter((kind) => kind !== 'policy-exception'))(
    'of %s say how people will notice',
    (kind) => {
      expect(KIND_PLAYBOOKS[kind].symptoms).not.toEqual([]);
    },
  );

  // As the service's own documentation ties its errors to what has expired.
  test.each([
    ['ACS50004', ['token-signing-certificate']],
    ['ACS50003', ['token-signing-key']],
    ['ACS50005', ['token-encryption-certificate']],
    ['ACS10001', ['token-signing-certificate', 'token-decryption-certificate']],
    ['ACS20001', ['token-signing-certificate', 'token-decryption-certificate']],
    [
      'ACS50006',
      [
        'token-signing-certificate',
        'service-identity-password',
        'service-identity-key',
        'management-service-password',
        'management-service-key',
      ],
    ],
    ['ACS50016', ['service-identity-certificate', 'management-service-certificate']],
    ['AADSTS7000222', ['client-secret', 'symmetric-key']],
    ['AADSTS700027', ['client-certificate']],
    ['AADSTS50003', ['saml-signing-certificate']],
    ['AADSTS5000811', ['federation-signing-certificate', 'token-signing-certificate']],
    ['AADSTS500089', ['federation-signing-certificate']],
  ])('show %s for whatever can bring it about', (code, kinds) => {
    expect(showing(code)).toEqual(kinds);
  });

  test('of a system are added where a label or a dependent names it, and once', () => {
    const credential = aCredential({
      dependents: [
        { name: 'Branch access', what: 'ztna-console' },
        { name: 'Okta', what: 'okta' },
      ],
    });
    const systems = systemsOf(aSubject({ labels: ['System:Okta', 'team:red'] }), credential);
    expect(playbooksFor('client-secret', systems).map(({ title }) => title)).toEqual([
      'Client secret of an application',
      'Okta',
      'Console of a zero trust network access',
    ]);
  });

  test.each(['constructor', 'toString', '__proto__', 'what nobody knows'])(
    'know no system of the name %s',
    (name) => {
      expect(playbooksFor('client-secret', [name])).toHaveLength(1);
    },
  );

  test('go into the request, line by line', () => {
    const lines = requestInstructions({
      ...{ applicationName: 'Payroll', applicationId: undefined, environment: 'LIVE', keyId: 'k' },
      ...{ kind: 'token-decryption-certificate', expiresAt: parseInstant('2026-12-20T09:30:00Z')! },
      ...{
        renewedBy: 'people' as const,
        recipient: undefined,
        systems: ['okta'],
        revision: 'rv-1',
        renewalId: readId('rn-a'),
      },
    }).split('\n');
    for (const playbook of playbooksFor('token-decryption-certificate', ['okta']))
      expect(lines).toEqual(expect.arrayContaining([...playbookLines(playbook)]));
  });
});
