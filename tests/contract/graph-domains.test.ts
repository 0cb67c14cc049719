import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { graphDomains } from '../../lib/adapters/graph/domains-source.ts';
import { sha256 } from '../../lib/adapters/system/sha256.ts';
import { replacementOf } from '../../lib/domain/replaced.ts';
import { days, type Instant, instantOfMs, plus } from '../../lib/domain/time.ts';
import type { CredentialSource } from '../../lib/ports/credential-source.ts';
import { DEFAULT_IDENTITIES } from '../../local/entra/identities.ts';
import { GOLDEN_EPOCH } from '../support/golden-inventory.ts';
import { type RunningGraph, runGraph } from '../support/graph-stand-in.ts';
import { allPages, subjectsOf } from './credential-source.contract.ts';

const EPOCH = instantOfMs(GOLDEN_EPOCH);

describe('how people of a tenant sign in', () => {
  let graph: RunningGraph;
  beforeAll(async () => {
    graph = await runGraph({
      epoch: GOLDEN_EPOCH,
      identities: [
        ...DEFAULT_IDENTITIES,
        { name: 'without domains', roles: ['Policy.Read.All'] },
        { name: 'without federation', roles: ['Domain.Read.All', 'Policy.Read.All'] },
        { name: 'without policies', roles: ['Domain.Read.All', 'Domain-InternalFederation.Read.All'] },
      ],
    });
  });
  afterAll(() => graph.stop());

  const source = (now: Instant = EPOCH, identity?: string): CredentialSource =>
    graphDomains({
      client: graph.client(identity === undefined ? {} : { identity }),
      tenant: graph.tenant,
      digest: sha256,
      clock: { now: () => now },
    });
  const domain = async (name: string, now?: Instant) => {
    const looked = await source(now).look(`domains/${name}.northwind.example`);
    if (!looked.ok) throw new Error(looked.failure.detail);
    return looked.value;
  };
  const concerns = async (name: string, now?: Instant) =>
    (await domain(name, now))!.credentials.flatMap((each) => each.concerns ?? []);

  test('a domain holds the certificate that it trusts, and its people depend on it', async () => {
    const subject = await domain('stores');
    expect(subject).toMatchObject({ kind: 'federated-domain', name: 'stores.northwind.example' });
    expect(subject!.credentials).toMatchObject([
      {
        kind: 'federation-signing-certificate',
        role: 'current',
        expiresAt: plus(EPOCH, days(22.5)),
        thumbprint: expect.stringMatching(/^[0-9A-F]{40}$/),
        dependents: [{ name: 'stores.northwind.example', what: 'federated-domain' }],
      },
    ]);
  });

  test('that the next one is not known is a concern from thirty days before the end, and not sooner', async () => {
    const edge = plus(EPOCH, days(-7.5));
    expect(await concerns('stores', plus(edge, -1 as never))).toEqual([]);
    expect(await concerns('stores', edge)).toEqual([
      {
        what: 'next-missing',
        detail:
          'The next signing certificate is not known. The directory last looked for one on 2026-11-02: Failed.',
      },
    ]);
  });

  test('a next one that is known takes over by itself', async () => {
    const subject = (await domain('plants'))!;
    const current = subject.credentials.find(({ role }) => role === 'current')!;
    expect(subject.credentials.map(({ role }) => role)).toEqual(['current', 'next']);
    expect(await concerns('plants')).toEqual([]);
    expect(replacementOf(subject, current, EPOCH)).toBe('waiting');
  });

  test('a domain that says it is federated, and has no configuration, is nothing', async () => {
    expect(await domain('old')).toBeUndefined();
  });

  test('a policy that says what holds anyway is no finding; one that changes it is, and ends never', async () => {
    const policies = subjectsOf(await allPages(source())).filter(({ kind }) => kind === 'tenant-policy');
    expect(policies.map(({ name }) => name)).toEqual(['Long shifts']);
    expect(policies[0]!.credentials).toMatchObject([
      {
        kind: 'token',
        expiryUnknown: true,
        concerns: [
          {
            what: 'token-lifetime-changed',
            detail: 'Access tokens of the applications that the policy is assigned to live 8 h.',
          },
        ],
      },
    ]);
  });

  test.each([
    ['without domains', 'domains', 'Domain.Read.All'],
    ['without domains', 'external-federations', 'Domain.Read.All'],
    ['without federation', 'domains', 'Domain-InternalFederation.Read.All'],
    ['without policies', 'token-lifetime-policies', 'Policy.Read.All'],
  ])('%s: the part %s says that %s is missing', async (identity, part, permission) => {
    expect(await source(EPOCH, identity).page(undefined, part)).toMatchObject({
      ok: false,
      failure: {
        code: 'FORBIDDEN',
        detail: expect.stringContaining(`The permission ${permission} is missing.`),
      },
    });
  });

  test('one part that is closed does not keep from reading the others', async () => {
    const subjects = subjectsOf(await allPages(source(EPOCH, 'without federation')));
    expect(new Set(subjects.map(({ kind }) => kind))).toEqual(new Set(['federated-domain', 'tenant-policy']));
  });
});
