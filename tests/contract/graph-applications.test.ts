import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { graphApplications } from '../../lib/adapters/graph/applications-source.ts';
import { sha256 } from '../../lib/adapters/system/sha256.ts';
import type { Credential, Subject } from '../../lib/domain/credential.ts';
import { toIso } from '../../lib/domain/time.ts';
import type { CredentialSource } from '../../lib/ports/credential-source.ts';
import { certificateThumbprint, type RunningGraph, runGraph } from '../support/graph-stand-in.ts';
import { subjectsOf, allPages } from './credential-source.contract.ts';

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

  test('a symmetric key is a secret by nature', () => {
    const { keyCredentials } = graph.trapped('symmetric-key');
    const { keyId } = keyCredentials.find(({ type }) => type === 'Symmetric')!;
    const credential = subjectWith('symmetric-key').credentials.find((one) => one.keyId === keyId);
    expect(credential).toMatchObject({ kind: 'client-secret', thumbprint: undefined });
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

  test('what the platform renews has its product named, and nothing else has', () => {
    const managed = subjects.flatMap(({ name, credentials }) =>
      credentials.flatMap(({ managedBy }) => (managedBy === undefined ? [] : [`${name}: ${managedBy}`])),
    );
    expect(managed.toSorted()).toEqual([
      'ConnectSyncProvisioning_NWSYNC01_8f0c1d42: Microsoft Entra Connect Sync',
      'Customer help (Power Virtual Agents): Microsoft Copilot Studio',
      'P2P Server: Microsoft Entra peer-to-peer certificates',
      'Payroll portal (on-premises): Microsoft Entra application proxy',
    ]);
  });

  test('a tag or a note tells who answers for it', () => {
    const told = subjects.flatMap(({ name, ownerHints: { ownerTag, serviceManagementReference } }) =>
      [ownerTag, serviceManagementReference].flatMap((hint) => (hint === undefined ? [] : [`${name}: ${hint}`])),
    );
    expect(told.toSorted()).toEqual([
      'gift-card-balance: gift-cards@northwind.example',
      'price-tag-sync: CI0010977',
      'returns-desk: returns-team@northwind.example',
    ]);
  });
});
