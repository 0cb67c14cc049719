import { expect, test } from '@jest/globals';
import type { Credential, Subject } from '../../lib/domain/credential.ts';
import { type SubjectId, readId } from '../../lib/domain/ids.ts';
import type { SubjectState } from '../../lib/ports/subjects.ts';
import { sameCertificate } from '../../lib/use-cases/same-certificate.ts';
import { aCredential, aSubject, NOW } from '../support/builders.ts';
import { fakeOutbox } from '../support/fakes/outbox.ts';
import { fakeSubjects } from '../support/fakes/stores.ts';

const [ONE, OTHER] = ['A', 'B'].map((digit) => digit.repeat(40)) as [string, string];
const idOf = (letter: string): SubjectId => readId<SubjectId>(`sb-${letter.repeat(26)}`);
const certificate = (thumbprint: string): Credential =>
  aCredential({ kind: 'client-certificate', thumbprint });

const inventory = async (all: readonly (Subject & { readonly gone?: boolean })[]) => {
  const subjects = fakeSubjects(fakeOutbox());
  for (const { gone, ...facts } of all) {
    const state: SubjectState = {
      ...{ facts, factsHash: '', observedAt: NOW, judged: {} },
      goneAt: gone === true ? NOW : undefined,
    };
    await subjects.commit(facts, { state, expected: 'absent', dueAt: undefined, messages: [] });
  }
  return subjects;
};

const vaultItem = aSubject({
  ...{ id: idOf('a'), source: 'key-vault', kind: 'key-vault-item', name: 'sign-in' },
  ...{ nativeId: 'apps-live.vault.azure.net/certificates/sign-in', credentials: [certificate(ONE)] },
});
const application = aSubject({ id: idOf('b'), name: 'payroll', credentials: [certificate(ONE)] });

test('what holds the same certificate is a dependent of it: an application by its name, an item with its vault', async () => {
  const shared = sameCertificate({ subjects: await inventory([vaultItem, application]) });
  const ofVault = await shared(vaultItem, {
    ...certificate(ONE),
    dependents: [{ name: 'Till', what: 'system' }],
  });
  expect(ofVault.dependents).toEqual([
    { name: 'Till', what: 'system' },
    { name: 'payroll', what: 'same-certificate' },
  ]);
  expect((await shared(application, certificate(ONE))).dependents).toEqual([
    { name: 'apps-live.vault.azure.net/certificates/sign-in', what: 'same-certificate' },
  ]);
});

test('another certificate, a secret, and what has left are none', async () => {
  const left = { ...aSubject({ id: idOf('c'), credentials: [certificate(OTHER)] }), gone: true };
  const shared = sameCertificate({ subjects: await inventory([vaultItem, left]) });
  for (const credential of [certificate(OTHER), aCredential()])
    expect(await shared(application, credential)).toBe(credential);
});

test('the inventory is asked once, and not before a certificate is asked about', async () => {
  const subjects = await inventory([vaultItem, application]);
  let passes = 0;
  const counted = sameCertificate({
    subjects: {
      find: (key) => subjects.find(key),
      certificates: (tenant) => {
        passes += 1;
        return subjects.certificates(tenant);
      },
    },
  });
  await counted(application, aCredential());
  expect(passes).toBe(0);
  await Promise.all([counted(application, certificate(ONE)), counted(vaultItem, certificate(ONE))]);
  expect(passes).toBe(1);
});

test('twenty are named at most', async () => {
  const letters = Array.from({ length: 24 }, (_, n) => String.fromCharCode(97 + n));
  const many = letters.map((letter) =>
    aSubject({ id: idOf(letter), name: letter, credentials: [certificate(ONE)] }),
  );
  const shared = sameCertificate({ subjects: await inventory(many) });
  expect((await shared(many[0]!, certificate(ONE))).dependents).toHaveLength(20);
});
