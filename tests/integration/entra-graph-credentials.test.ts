import { ClientSecretCredential } from '@azure/identity';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Application, KeyCredential, PasswordCredential } from '../../local/entra/tenant/graph-types.ts';
import { indexesByTrap, type TrapName } from '../../local/entra/tenant/traps.ts';
import { rsaCertificate } from './entra-rsa-certificate.ts';
import { type RunningEntra, runEntra } from './entra-running.ts';

const REPLICATION_MS = 10_000;
const SIGN_IN_MS = 4_000;

let running: RunningEntra;

beforeAll(async () => {
  running = await runEntra({
    replicationDelayMs: REPLICATION_MS,
    signInDelayMs: SIGN_IN_MS,
    identities: [
      { name: 'writer', roles: ['Application.ReadWrite.All'] },
      { name: 'renew', roles: ['Application.ReadWrite.OwnedBy'] },
      { name: 'watch', roles: ['Application.Read.All', 'User.Read.All'] },
    ],
  });
});
beforeEach(() => {
  running.clock.ms = Date.now();
});
afterAll(() => running.stop());

const trapped = (trap: TrapName, nth = 0): Application => {
  const { tenant } = running.entra;
  const specs = Array.from({ length: tenant.apps }, (_, index) => tenant.specAt(index));
  return tenant.applicationAt(indexesByTrap(specs).get(trap)![nth]!);
};

const post = (identity: string, path: string, json: object) =>
  running.call(identity, path, { method: 'POST', json });

const secretsOf = async ({ id }: Application): Promise<PasswordCredential[]> => {
  const { body } = await running.call('watch', `/applications/${id}?$select=passwordCredentials`);
  return [...body.passwordCredentials];
};

const canSignIn = async ({ appId }: Application, secret: string): Promise<boolean> => {
  const credential = new ClientSecretCredential(running.entra.tenantId, appId, secret, {
    authorityHost: running.entra.loginUrl,
    disableInstanceDiscovery: true,
  });
  return credential.getToken('https://storage.azure.com/.default').then(
    () => true,
    () => false,
  );
};

describe('a secret', () => {
  test('is added with a value that is shown once, signs in, and is removed again', async () => {
    const application = trapped('replaced');
    const before = await secretsOf(application);
    const endDateTime = new Date(running.clock.ms + 86_400_000).toISOString();
    const made = await post('writer', `/applications/${application.id}/addPassword`, {
      passwordCredential: { displayName: 'em:r1:1', endDateTime },
    });
    const secret = made.body as unknown as PasswordCredential;
    expect(made.status).toBe(200);
    expect(secret.secretText).toHaveLength(40);
    expect(secret).toMatchObject({
      displayName: 'em:r1:1',
      hint: secret.secretText!.slice(0, 3),
      endDateTime: endDateTime.replace(/\.?0*Z$/, 'Z'),
    });

    expect(await canSignIn(application, secret.secretText!)).toBe(false);
    running.clock.ms += SIGN_IN_MS;
    expect(await canSignIn(application, secret.secretText!)).toBe(true);
    expect(await secretsOf(application)).toEqual(before);
    running.clock.ms += REPLICATION_MS;
    expect(await secretsOf(application)).toEqual([
      { ...secret, secretText: null, '@odata.context': undefined },
      ...before,
    ]);

    const removal = () =>
      post('writer', `/applications/${application.id}/removePassword`, { keyId: secret.keyId });
    expect((await removal()).status).toBe(204);
    expect(await canSignIn(application, secret.secretText!)).toBe(false);
    expect(await secretsOf(application)).toEqual(before);
    const again = await removal();
    expect([again.status, again.body.error.code]).toEqual([400, 'Request_BadRequest']);
  });

  test('that the tenant was made with stops to sign in when it is removed', async () => {
    const application = trapped('two-owners');
    const [secret] = application.passwordCredentials;
    const index = running.entra.tenant.indexOfObjectId(application.id)!;
    const value = running.entra.tenant.secretAt(index, secret!.keyId)!;
    expect(await canSignIn(application, value)).toBe(true);
    await post('writer', `/applications(appId='${application.appId}')/removePassword`, {
      keyId: secret!.keyId,
    });
    expect(await canSignIn(application, value)).toBe(false);
  });

  test('with a shared key id is removed from one application only', async () => {
    const [one, other] = [trapped('key-id-on-two-applications'), trapped('key-id-on-two-applications', 1)];
    const { keyId } = one.passwordCredentials[0]!;
    expect(other.passwordCredentials[0]!.keyId).toBe(keyId);
    await post('writer', `/applications/${one.id}/removePassword`, { keyId });
    expect(await secretsOf(one)).toEqual([]);
    expect(await secretsOf(other)).toHaveLength(1);
  });

  test('lasts two years when nothing is said, and not at all when its end has passed', async () => {
    const { id } = trapped('no-credentials');
    const { body } = await post('writer', `/applications/${id}/addPassword`, {});
    const { startDateTime, endDateTime: defaultEnd } = body as unknown as PasswordCredential;
    const yearOf = (text: string | null) => new Date(text!).getUTCFullYear();
    expect(yearOf(defaultEnd) - yearOf(startDateTime)).toBe(2);
    for (const endDateTime of ['2020-01-01T00:00:00Z', 'tomorrow']) {
      const { status } = await post('writer', `/applications/${id}/addPassword`, {
        passwordCredential: { endDateTime },
      });
      expect(status).toBe(400);
    }
  });

  test('cannot be chosen by the caller', async () => {
    const { id } = trapped('no-credentials', 1);
    const chosen = await post('writer', `/applications/${id}/addPassword`, {
      passwordCredential: { secretText: 'mine' },
    });
    expect(chosen.status).toBe(400);
    const patched = await running.call('writer', `/applications/${id}`, {
      method: 'PATCH',
      json: { passwordCredentials: [{ secretText: 'mine' }] },
    });
    expect(patched.body.error.message).toBe(
      'New password credentials must be generated using service actions.',
    );
  });
});

describe('who may write', () => {
  test('OwnedBy reaches the applications that the identity owns, and no others', async () => {
    const attempt = async (application: Application) =>
      (await post('renew', `/applications/${application.id}/addPassword`, {})).status;
    expect(await attempt(trapped('owner-service-principal'))).toBe(200);
    expect(await attempt(trapped('owner-mixed'))).toBe(200);
    expect(await attempt(trapped('no-owner'))).toBe(403);
  });

  test('a reader may not', async () => {
    const { id } = trapped('no-owner');
    const attempts = [
      await post('watch', `/applications/${id}/addPassword`, {}),
      await post('watch', `/applications/${id}/removePassword`, { keyId: crypto.randomUUID() }),
      await running.call('watch', `/applications/${id}`, { method: 'PATCH', json: { keyCredentials: [] } }),
    ];
    expect(attempts.map(({ status }) => status)).toEqual([403, 403, 403]);
  });
});

describe('certificates', () => {
  const read = async ({ id }: Application): Promise<KeyCredential[]> => {
    const { body } = await running.call('watch', `/applications/${id}?$select=keyCredentials`);
    return [...body.keyCredentials];
  };
  const patch = ({ id }: Application, keyCredentials: object[]) =>
    running.call('writer', `/applications/${id}`, { method: 'PATCH', json: { keyCredentials } });

  test('are replaced as a whole: what is sent back stays, what is new is added, what is missing is gone', async () => {
    const application = trapped('same-certificate-on-two-applications');
    const [held] = await read(application);
    const { der } = await rsaCertificate();
    const fresh = { type: 'AsymmetricX509Cert', usage: 'Verify', key: der.toString('base64') };

    expect((await patch(application, [{ ...held!, key: null }, fresh])).status).toBe(204);
    const both = await read(application);
    expect(both).toEqual([
      held,
      expect.objectContaining({ key: der.toString('base64'), displayName: 'CN=client' }),
    ]);
    expect((await patch(application, [both[1]!])).status).toBe(204);
    expect(await read(application)).toEqual([both[1]]);
  });

  test.each<[string, (held: KeyCredential) => object]>([
    ['another end', (held) => ({ ...held, endDateTime: '2031-01-01T00:00:00Z' })],
    ['other bytes', (held) => ({ ...held, key: 'AAAA' })],
    ['another usage', (held) => ({ ...held, usage: 'Sign' })],
  ])('an entry with %s is refused, and nothing changes', async (_, changed) => {
    const application = trapped('token-encryption');
    const before = await read(application);
    const { status, body } = await patch(application, [changed(before[0]!)]);
    expect(status).toBe(400);
    expect(body.error.message).toBe(
      `Update to existing credential with KeyId '${before[0]!.keyId}' is not allowed.`,
    );
    expect(await read(application)).toEqual(before);
  });

  test('without bytes, or past their end, are refused', async () => {
    const application = trapped('no-credentials');
    const expired = (await rsaCertificate(-1000)).der.toString('base64');
    for (const key of [undefined, 'AAAA', expired]) {
      const { status } = await patch(application, [{ type: 'AsymmetricX509Cert', usage: 'Verify', key }]);
      expect(status).toBe(400);
    }
    expect(await read(application)).toEqual([]);
  });
});
