import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { graphApplications } from '../../lib/adapters/graph/applications-source.ts';
import { sha256 } from '../../lib/adapters/system/sha256.ts';
import type { Credential, Subject } from '../../lib/domain/credential.ts';
import { managerOf } from '../../lib/domain/system-managed.ts';
import { toIso } from '../../lib/domain/time.ts';
import type { CredentialSource } from '../../lib/ports/credential-source.ts';
import { certificateThumbprint, type RunningGraph, runGraph } from '../support/graph-stand-in.ts';
import { subjectsOf, allPages } from './credential-source.contract.ts';

const PROXY = 'WindowsAzureActiveDirectoryOnPremApp';
const NO_CHANGES = { add: [], remove: [] };

describe('applications that are odd', () => {
  let graph: RunningGraph;
  let source: CredentialSource;
  let subjects: readonly Subject[];
  beforeAll(async () => {
    graph = await runGraph();
    source = graphApplications({ client: graph.client(), tenant: graph.tenant, digest: sha256 });
    subjects = subjectsOf(await allPages(source));
  });
  afterAll(() => graph.stop());

  const subjectWith = (...[trap]: Parameters<RunningGraph['trapped']>): Subject =>
    subjects.find(({ nativeId }) => nativeId === graph.trapped(trap).id)!;
  const onlyCredential = (...[trap]: Parameters<RunningGraph['trapped']>): Credential => {
    const { credentials } = subjectWith(trap);
    expect(credentials).toHaveLength(1);
    return credentials[0]!;
  };

  test('a bad entry costs only itself', async () => {
    const { passwordCredentials, id } = graph.trapped('malformed-entry');
    expect(subjectWith('malformed-entry').credentials).toHaveLength(passwordCredentials.length - 1);
    const bad = passwordCredentials.find(({ endDateTime }) => endDateTime === 'not-a-date')!;
    const [{ unread } = { unread: [] }] = await allPages(source);
    expect(unread).toEqual([
      { what: `applications/${id}/passwordCredentials/${bad.keyId}`, reason: 'endDateTime: not an instant' },
    ]);
  });

  test('an end with seven digits is cut to the millisecond', () => {
    const { endDateTime } = graph.trapped('sub-second-end').passwordCredentials[0]!;
    expect(endDateTime).toMatch(/\.\d{7}Z$/);
    const { expiresAt } = onlyCredential('sub-second-end');
    expect(toIso(expiresAt!)).toBe(endDateTime!.replace(/\d{4}Z$/, 'Z'));
  });

  test('a leap day is a day', () => {
    expect(toIso(onlyCredential('leap-day-end').expiresAt!)).toMatch(/-02-29T/);
  });

  test('no end is no end', () => {
    expect(onlyCredential('no-end').expiresAt).toBeUndefined();
  });

  test('a certificate has the thumbprint that tools show', () => {
    const { keyCredentials } = graph.trapped('same-certificate-on-two-applications');
    const thumbprints = subjectWith('same-certificate-on-two-applications').credentials.map(
      ({ thumbprint }) => thumbprint,
    );
    expect(thumbprints).toEqual(keyCredentials.map(({ key }) => certificateThumbprint(key!)));
  });

  test('a symmetric key is a kind of its own, which nobody can renew as a secret', () => {
    const { keyCredentials } = graph.trapped('symmetric-key');
    const { keyId } = keyCredentials.find(({ type }) => type === 'Symmetric')!;
    const credential = subjectWith('symmetric-key').credentials.find((one) => one.keyId === keyId);
    expect(credential).toMatchObject({ kind: 'symmetric-key', thumbprint: undefined });
  });

  test('one key id on two applications is two credentials', () => {
    const { keyId } = onlyCredential('key-id-on-two-applications');
    const ids = subjects.flatMap(({ credentials }) => credentials).filter((one) => one.keyId === keyId);
    expect(ids).toHaveLength(2);
    expect(new Set(ids.map(({ id }) => id)).size).toBe(2);
  });

  test('a hostile name is a name like any other', () => {
    expect(subjectWith('hostile-name').name).toBe(graph.trapped('hostile-name').displayName);
  });

  test('an application that is switched off is said to be', () => {
    expect(subjectWith('disabled').enabled).toBe(false);
    expect(subjectWith('two-owners').enabled).toBe(true);
  });

  test('what the platform renews tells enough to know its product by, and nothing else does', () => {
    const managed = subjects.filter((subject) =>
      subject.credentials.some((one) => managerOf(NO_CHANGES, subject, one) !== undefined),
    );
    const ids = graph.allTrapped('system-managed').map(({ id }) => id);
    expect(managed.map(({ nativeId }) => nativeId).toSorted()).toEqual(ids.toSorted());
  });

  test("beside the application proxy's own secret, a published application's secrets are people's", async () => {
    const { id, passwordCredentials } = graph
      .allTrapped('system-managed')
      .find(({ tags }) => tags.includes(PROXY))!;
    expect(passwordCredentials.map(({ displayName }) => displayName)).toEqual(['CWAP_AuthSecret']);
    const client = graph.client({ identity: 'renew' });
    await client.post(`/applications/${id}/addPassword`, { passwordCredential: { displayName: 'sync job' } });
    const found = await source.look(id);
    if (!found.ok) throw new Error(found.failure.detail);
    const subject = found.value!;
    const kept = subject.credentials.map((one) => [one.name, managerOf(NO_CHANGES, subject, one)]);
    expect(new Map(kept as [string, string][])).toEqual(
      new Map([
        ['CWAP_AuthSecret', 'Microsoft Entra application proxy'],
        ['sync job', undefined],
      ]),
    );
  });

  test('a tag or a note tells who answers for it', () => {
    const mailboxes = graph.allTrapped('team-mailbox').map(({ id }) => id);
    const told = subjects.filter(({ nativeId }) => mailboxes.includes(nativeId));
    expect(told.map(({ ownerHints }) => ownerHints.ownerTag).toSorted()).toEqual([
      'gift-cards@northwind.example',
      'returns-team@northwind.example',
    ]);
    const { ownerHints } = subjectWith('service-management-reference');
    expect(ownerHints).toEqual({ ownerTag: undefined, serviceManagementReference: 'CI0010977' });
  });
});
