import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { graphApplications } from '../../lib/adapters/graph/applications-source.ts';
import { graphPrincipals } from '../../lib/adapters/graph/principals-source.ts';
import { privilegedPrincipals } from '../../lib/adapters/graph/privileged-principals.ts';
import { withPrivilege } from '../../lib/adapters/graph/with-privilege.ts';
import { sha256 } from '../../lib/adapters/system/sha256.ts';
import type { Credential, Subject } from '../../lib/domain/credential.ts';
import { DEFAULT_POLICY } from '../../lib/domain/policy.ts';
import { managerOf } from '../../lib/domain/system-managed.ts';
import { fail } from '../../lib/domain/result.ts';
import { instantOfMs } from '../../lib/domain/time.ts';
import { judge, type Verdict } from '../../lib/domain/verdict.ts';
import type { CredentialSource, SourcePage } from '../../lib/ports/credential-source.ts';
import { PRINCIPAL_TRAPS, type PrincipalTrap } from '../../local/entra/tenant/principal-traps.ts';
import { PRINCIPAL_ROSTER } from '../../local/entra/tenant/roster-principals.ts';
import { GOLDEN_EPOCH } from '../support/golden-inventory.ts';
import { certificateThumbprint, type RunningGraph, runGraph } from '../support/graph-stand-in.ts';
import { allPages, subjectsOf } from './credential-source.contract.ts';

describe('service principals that are odd', () => {
  let graph: RunningGraph;
  let source: CredentialSource;
  let pages: readonly SourcePage[];
  beforeAll(async () => {
    graph = await runGraph({ epoch: GOLDEN_EPOCH });
    source = graphPrincipals({ client: graph.client(), tenant: graph.tenant, digest: sha256 });
    pages = await allPages(source);
  });
  afterAll(() => graph.stop());

  const carriers = (trap: PrincipalTrap) =>
    PRINCIPAL_ROSTER.flatMap(({ traps }, index) =>
      traps.includes(trap) ? [graph.entra.tenant.principalObjectAt(index)] : [],
    );
  const seen = (trap: PrincipalTrap): readonly Subject[] => {
    const ids = carriers(trap).map(({ id }) => id);
    return subjectsOf(pages).filter(({ nativeId }) => ids.includes(nativeId));
  };
  const one = (trap: PrincipalTrap): Subject => seen(trap)[0]!;
  const verdict = (subject: Subject, credential: Credential): Verdict =>
    judge({
      subject,
      credential,
      policy: DEFAULT_POLICY,
      armed: true,
      firstSeenAt: instantOfMs(GOLDEN_EPOCH),
      announced: undefined,
      renewalUnderWay: false,
      silences: [],
      now: instantOfMs(GOLDEN_EPOCH),
    });
  const verdicts = (trap: PrincipalTrap) =>
    seen(trap).flatMap((subject) => subject.credentials.map((each) => verdict(subject, each)));

  test('every trap is carried by somebody', () => {
    const traps = Object.keys(PRINCIPAL_TRAPS) as PrincipalTrap[];
    expect(traps.filter((trap) => carriers(trap).length === 0)).toEqual([]);
  });

  test('a SAML certificate is one credential with its thumbprint and its relying party', () => {
    const [principal] = carriers('saml-primary');
    const verifying = principal!.keyCredentials.find(({ usage }) => usage === 'Verify')!;
    expect([principal!.keyCredentials.length, principal!.passwordCredentials.length]).toEqual([2, 1]);
    expect(one('saml-primary').credentials).toMatchObject([
      {
        kind: 'saml-signing-certificate',
        keyId: verifying.keyId,
        role: 'primary',
        thumbprint: certificateThumbprint(verifying.key!),
        dependents: [{ name: 'hr.northwind.example', what: 'relying-party' }],
      },
    ]);
    expect(one('saml-primary').credentials[0]).not.toHaveProperty('concerns');
  });

  test('a newer certificate that nobody has chosen keeps nobody from hearing of the old one', () => {
    const { credentials } = one('saml-newer-not-preferred');
    expect(credentials.map(({ role }) => role).toSorted()).toEqual(['primary', 'secondary']);
    const primary = credentials.find(({ role }) => role === 'primary')!;
    expect(verdict(one('saml-newer-not-preferred'), primary)).toMatchObject({ kind: 'announce' });
  });

  test('an old certificate in whose place another is chosen is replaced', () => {
    const subject = one('saml-older-not-preferred');
    const old = subject.credentials.find(({ role }) => role === 'secondary')!;
    expect(verdict(subject, old)).toEqual({ kind: 'quiet', reason: 'replaced' });
  });

  test('nobody to be mailed is a concern of the certificate in use alone', () => {
    const concerned = one('nobody-notified').credentials.filter(({ concerns }) => concerns !== undefined);
    expect(concerned).toMatchObject([{ role: 'primary', concerns: [{ what: 'notification-list-empty' }] }]);
  });

  test.each<PrincipalTrap>([
    'saml-without-mode',
    'saml-identifier-sha256',
    'saml-identifier-text',
    'saml-without-identifier',
  ])('%s is SAML, and the one in use is known', (trap) => {
    const primary = seen(trap).flatMap(({ credentials }) =>
      credentials.filter(({ role }) => role === 'primary'),
    );
    expect(primary).toHaveLength(seen(trap).length);
    expect(primary.every(({ kind }) => kind === 'saml-signing-certificate')).toBe(true);
  });

  test('with OpenID Connect it is tokens that are signed', () => {
    expect(one('oidc-signing-key').credentials.map(({ kind }) => kind)).toEqual([
      'token-signing-certificate',
    ]);
  });

  test('a foreign principal shows what stands on it here, and whose its application is', () => {
    const { credentials, ownerOrganization } = one('foreign-principal');
    expect(credentials.map(({ kind }) => kind)).toEqual(['client-secret']);
    expect(ownerOrganization).not.toBe(graph.tenant.id);
    expect(verdicts('foreign-principal')).toMatchObject([{ kind: 'announce' }]);
  });

  test('one that holds nothing is nothing to us, though it is there', async () => {
    expect(seen('foreign-without-credentials')).toEqual([]);
    const [principal] = carriers('foreign-without-credentials');
    expect(await source.look(principal!.id)).toEqual({ ok: true, value: undefined });
  });

  test('the platform renews what it keeps itself', () => {
    for (const trap of ['managed-identity', 'microsoft-principal'] as const) {
      expect(seen(trap).length).toBeGreaterThan(0);
      expect(verdicts(trap).every((each) => each.kind === 'quiet' && each.reason === 'system-managed')).toBe(
        true,
      );
    }
    const managed = subjectsOf(pages).filter((subject) =>
      subject.credentials.some((each) => managerOf({ add: [], remove: [] }, subject, each) !== undefined),
    );
    expect(managed).toHaveLength(
      carriers('managed-identity').length + carriers('microsoft-principal').length,
    );
  });

  test('of one that is disabled nothing is said', () => {
    expect(verdicts('disabled-principal')).toEqual([{ kind: 'quiet', reason: 'disabled' }]);
  });

  test('a bad entry costs only itself, and its password is never taken for a client secret', () => {
    const { credentials, nativeId } = one('malformed-principal-entry');
    expect(credentials.map(({ kind }) => kind)).toEqual(['saml-signing-certificate']);
    expect(pages.flatMap(({ unread }) => unread)).toEqual([
      {
        what: expect.stringContaining(`servicePrincipals/${nativeId}/keyCredentials/`),
        reason: 'endDateTime: not an instant',
      },
    ]);
  });

  test('what tokens are encrypted with is a kind of its own', () => {
    expect(one('principal-token-encryption').credentials).toMatchObject([
      { kind: 'token-encryption-certificate', role: 'primary' },
    ]);
  });

  test('a hostile name is a name like any other', () => {
    expect(one('hostile-principal-name').name).toBe(carriers('hostile-principal-name')[0]!.displayName);
  });

  test('with rights over the tenant it is said to have them, and so is its application', async () => {
    const client = graph.client();
    const clock = { now: () => instantOfMs(GOLDEN_EPOCH) };
    const holders = privilegedPrincipals({ client, clock });
    const told = withPrivilege(source, holders);
    const marked = subjectsOf(await allPages(told)).filter(({ privileged }) => privileged === true);
    expect(marked.map(({ nativeId }) => nativeId)).toEqual(
      carriers('privileged-principal').map(({ id }) => id),
    );
    expect(await told.look(marked[0]!.nativeId)).toEqual({ ok: true, value: marked[0] });
    const applications = graphApplications({ client, tenant: graph.tenant, digest: sha256 });
    const monitor = graph.allTrapped('self-watch').at(-1)!.id;
    expect(await withPrivilege(applications, holders).look(monitor)).toMatchObject({
      value: { nativeId: monitor, privileged: true },
    });
  });

  test('while rights over the tenant can not be read, nothing is, so that no facts come and go', async () => {
    const failure = { code: 'UNAVAILABLE', detail: 'away' } as const;
    const told = withPrivilege(source, () => Promise.resolve(fail(failure)));
    expect(await told.page(undefined)).toEqual({ ok: false, failure });
    expect(await told.look(carriers('saml-primary')[0]!.id)).toEqual({ ok: false, failure });
  });

  test('whoever may not read it is told which right is missing', async () => {
    const client = graph.client({ identity: 'link' });
    const page = await graphPrincipals({ client, tenant: graph.tenant, digest: sha256 }).page(undefined);
    expect(page).toMatchObject({
      ok: false,
      failure: {
        code: 'FORBIDDEN',
        detail: expect.stringContaining('The permission Application.Read.All is missing.'),
      },
    });
  });
});
