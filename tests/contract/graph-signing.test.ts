import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { graphSigningCertificates } from '../../lib/adapters/graph/signing-certificates.ts';
import { days, instantOfMs, plus } from '../../lib/domain/time.ts';
import type { PrincipalTrap } from '../../local/entra/tenant/principal-traps.ts';
import { PRINCIPAL_ROSTER } from '../../local/entra/tenant/roster-principals.ts';
import { type RunningGraph, runGraph } from '../support/graph-stand-in.ts';

const trapped = ({ entra }: RunningGraph, trap: PrincipalTrap) =>
  entra.tenant.principalObjectAt(PRINCIPAL_ROSTER.findIndex(({ traps }) => traps.includes(trap)));

/** In whole seconds, as the stand-in makes certificates. */
const nowInSeconds = () => instantOfMs(Math.floor(Date.now() / 1000) * 1000);

describe('signing certificates that are odd', () => {
  let graph: RunningGraph;
  beforeAll(async () => {
    graph = await runGraph();
  });
  afterAll(() => graph.stop());

  const signingOf = (trap: PrincipalTrap) => {
    const principal = trapped(graph, trap);
    const client = graph.client({ identity: 'renew' });
    return {
      principal,
      signing: graphSigningCertificates({ clientFor: () => client }),
      holder: { tenant: graph.tenant.id, nativeId: principal.id },
      entries: async () => {
        const read = (await client.get(`/servicePrincipals/${principal.id}`)) as Record<string, object[]>;
        return [read['keyCredentials']?.length, read['passwordCredentials']?.length];
      },
    };
  };

  test.each(['saml-identifier-sha256', 'saml-identifier-text', 'saml-without-identifier'] as const)(
    'with %s go with all of their entries, and the next one stays',
    async (trap) => {
      const { principal, signing, holder, entries } = signingOf(trap);
      const made = await signing.add(holder, 'next #1', plus(nowInSeconds(), days(300)));
      if (!made.ok) throw new Error(made.failure.detail);
      await signing.use(holder, made.value.thumbprint!);
      const verify = principal.keyCredentials.find(({ usage }) => usage === 'Verify')!;
      expect(await signing.remove(holder, verify.keyId)).toEqual({ ok: true, value: undefined });
      expect(await entries()).toEqual([2, 1]);
      const looked = await signing.look(holder);
      expect(looked).toMatchObject({ ok: true, value: { inUse: made.value.keyId } });
    },
  );

  test('of which nobody says which one is used: the only one is, and of two none', async () => {
    const { signing, holder } = signingOf('oidc-signing-key');
    const one = await signing.look(holder);
    expect(one.ok && one.value.inUse).toBe(one.ok && one.value.certificates[0]?.keyId);
    await signing.add(holder, 'second #1', plus(nowInSeconds(), days(300)));
    expect(await signing.look(holder)).toMatchObject({ value: { inUse: undefined } });
  });
});
