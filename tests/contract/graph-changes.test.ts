import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { graphApplications } from '../../lib/adapters/graph/applications-source.ts';
import { graphClientSecrets } from '../../lib/adapters/graph/client-secrets.ts';
import { sha256 } from '../../lib/adapters/system/sha256.ts';
import { systemClock } from '../../lib/adapters/system/system-clock.ts';
import { days, plus } from '../../lib/domain/time.ts';
import type { SourceChanges } from '../../lib/ports/credential-source.ts';
import { type RunningGraph, runGraph } from '../support/graph-stand-in.ts';

describe('changes of applications', () => {
  let graph: RunningGraph;
  let changes: SourceChanges;
  beforeAll(async () => {
    graph = await runGraph();
    const client = graph.client();
    ({ changes } = graphApplications({ client, tenant: graph.tenant, digest: sha256 }));
  });
  afterEach(() => {
    graph.comeBack();
  });
  afterAll(() => graph.stop());

  const mark = async (): Promise<string> => {
    const marked = await changes.mark();
    if (!marked.ok || marked.value === undefined) throw new Error('There is no mark.');
    return marked.value;
  };
  const addSecret = async (nativeId: string): Promise<void> => {
    const issuer = graphClientSecrets({ clientFor: () => graph.client({ identity: 'renew' }) });
    const holder = { tenant: graph.tenant.id, nativeId };
    const added = await issuer.add(holder, 'a change', plus(systemClock.now(), days(1)));
    expect(added.ok).toBe(true);
  };

  test('are none right after a mark, and there is a next mark', async () => {
    const none = { subjects: [], unread: [], toLookAt: [], holdingNothing: [], gone: [], next: undefined };
    expect(await changes.page(await mark())).toEqual({
      ok: true,
      value: { ...none, mark: expect.stringContaining('/v1.0/applications/delta?$deltatoken=') },
    });
  });

  test('that are told in part are to be looked at: what is absent is not empty', async () => {
    const since = await mark();
    const { id } = graph.trapped('two-owners');
    await addSecret(id);
    const page = await changes.page(since);
    expect(page).toMatchObject({ ok: true, value: { subjects: [], toLookAt: [id], gone: [] } });
    if (!page.ok) throw new Error(page.failure.detail);
    // And told once: the next mark is behind them.
    expect(await changes.page(page.value.mark!)).toMatchObject({ ok: true, value: { toLookAt: [] } });
  });

  test('that are told wholly are taken, the last of one object; what is removed is told apart', async () => {
    const since = await mark();
    const { id, appId } = graph.trapped('two-owners');
    const rest = { tags: [], notes: null, serviceManagementReference: null, isDisabled: null };
    const lists = { disabledByMicrosoftStatus: null, passwordCredentials: [], keyCredentials: [] };
    const whole = { id, appId, displayName: 'before', tokenEncryptionKeyId: null, ...rest, ...lists };
    const [gone] = ['11111111-2222-4333-8444-555555555555'];
    const value = [
      whole,
      { ...whole, displayName: 'after' },
      { id: gone, '@removed': { reason: 'changed' } },
      {},
    ];
    const next = `${graph.entra.graphUrl}/v1.0/applications/delta?$skiptoken=x`;
    graph.fault({ path: '/delta', status: 200, body: { value, '@odata.nextLink': next }, times: 1 });
    expect(await changes.page(since)).toMatchObject({
      ok: true,
      value: {
        subjects: [{ nativeId: id, name: 'after' }],
        ...{ toLookAt: [], gone: [gone], next, mark: undefined },
        unread: [{ what: expect.stringContaining('without an id') }],
      },
    });
  });

  test('since a mark of more than a week ago are not told', async () => {
    const since = await mark();
    const link = new URL(since);
    const token = JSON.parse(
      Buffer.from(link.searchParams.get('$deltatoken') ?? '', 'base64url').toString('utf8'),
    ) as { at: number };
    const old = JSON.stringify({ ...token, at: token.at - days(8) });
    link.searchParams.set('$deltatoken', Buffer.from(old).toString('base64url'));
    const page = await changes.page(link.href);
    expect(page).toMatchObject({ ok: false, failure: { code: 'EXPIRED' } });
  });

  test.each([
    ['410', { status: 410, body: { error: { code: 'resyncRequired', message: 'x' } } }],
    ['400 syncStateNotFound', { status: 400, body: { error: { code: 'syncStateNotFound', message: 'x' } } }],
  ])('that Graph no longer has (%s) are not told', async (_what, fault) => {
    const since = await mark();
    graph.fault({ ...fault, path: '/delta' });
    expect(await changes.page(since)).toMatchObject({ ok: false, failure: { code: 'EXPIRED' } });
  });

  test('in a cloud that has no such query have no mark', async () => {
    graph.fault({ path: '/delta', status: 400, body: { error: { code: 'BadRequest', message: 'x' } } });
    expect(await changes.mark()).toEqual({ ok: true, value: undefined });
  });

  test.each([
    ['an outage', { status: 503, headers: { 'retry-after': '3600' } }, 'UNAVAILABLE'],
    ['a throttling', { status: 429, headers: { 'retry-after': '60' } }, 'THROTTLED'],
    ['an answer without links', { status: 200, body: { value: [] } }, 'UNAVAILABLE'],
    [
      'a missing right',
      { status: 403, body: { error: { code: 'Authorization_RequestDenied', message: 'x' } } },
      'FORBIDDEN',
    ],
  ])('%s is what it is', async (_what, fault, code) => {
    const since = await mark();
    graph.fault({ ...fault, path: '/delta' });
    // By a client of its own: one that was told to wait does not ask again soon.
    const own = graphApplications({ client: graph.client(), tenant: graph.tenant, digest: sha256 });
    expect(await own.changes.page(since)).toMatchObject({ ok: false, failure: { code } });
  });

  test('never lead away from Graph: a mark of another address is not followed, and all is read again', async () => {
    expect(await changes.page('https://attacker.example/v1.0/applications/delta')).toMatchObject({
      ok: false,
      failure: { code: 'EXPIRED', detail: expect.stringContaining('leads away') },
    });
  });
});
