import { describe, expect, test } from '@jest/globals';
import { startApp } from '../support/app.ts';
import { aPayrollApp, redeem, untilMailed, untilRequested } from '../support/story.ts';

const recorded = async () => {
  const app = startApp();
  const { owner, approver } = aPayrollApp(app, 5);
  await untilRequested(app);
  await untilMailed(app, approver);
  await redeem(app, owner);
  const [head] = await app.audit.trail.heads();
  return { app, head: head! };
};

const codes = (app: Awaited<ReturnType<typeof recorded>>['app']) => app.logged.map(({ code }) => code);

describe('the record of a renewal', () => {
  test('is signed to its end, and once for each end', async () => {
    const { app, head } = await recorded();
    await app.tick('sign-checkpoints');
    await app.tick('sign-checkpoints');
    const checkpoints = await app.audit.trail.checkpoints(head.stream);
    expect(checkpoints.map(({ size }) => size)).toEqual([head.size]);
  });

  test('is found whole by the daily check', async () => {
    const { app, head } = await recorded();
    await app.tick('sign-checkpoints');
    await app.tick('verify-record');
    const fields = { stream: head.stream, entries: head.size, signedSize: head.size };
    expect(app.logged).toContainEqual({ code: 'RECORD_VERIFIED', fields });
    expect(codes(app)).not.toContain('RECORD_BENT');
  });

  test('is found bent at the entry that was changed', async () => {
    const { app, head } = await recorded();
    await app.tick('sign-checkpoints');
    app.audit.bend(head.stream, 3, '{"approvedBy":"someone else"}');
    await app.tick('verify-record');
    const fields = expect.objectContaining({ stream: head.stream, tamper: 'EDITED', seq: 3 });
    expect(app.logged).toContainEqual({ code: 'RECORD_BENT', fields });
  });

  test('is signed later when its vault is away, and says so', async () => {
    const { app, head } = await recorded();
    app.signer.away();
    await app.tick('sign-checkpoints');
    await app.tick('verify-record');
    expect(codes(app)).toContain('CHECKPOINT_POSTPONED');
    expect(codes(app)).toContain('RECORD_UNCHECKED');
    app.signer.back();
    await app.tick('sign-checkpoints');
    expect(await app.audit.trail.checkpoints(head.stream)).toHaveLength(1);
  });

  test('has its signed end in the archive before it stands in the record', async () => {
    const { app, head } = await recorded();
    app.archive.away();
    await app.tick('sign-checkpoints');
    expect(await app.audit.trail.checkpoints(head.stream)).toEqual([]);
    app.archive.back();
    await app.tick('sign-checkpoints');
    expect(app.archive.all()).toEqual(await app.audit.trail.checkpoints(head.stream));
    expect(app.archive.all()).toHaveLength(1);
  });

  test('names people by ids alone: no name, address or word of theirs is in it', async () => {
    const { app, head } = await recorded();
    const bodies: string[] = [];
    for await (const { body } of app.audit.trail.entries(head.stream)) bodies.push(body);
    const all = bodies.join('\n');
    // Whoever decided and whoever received is in it, by an id that says nothing without the directory.
    expect(all).toMatch(/"approver":\{"tenantId":"[0-9a-f-]{36}","objectId":"[0-9a-f-]{36}"\}/);
    for (const word of ['Olive', 'Owner', 'Ada', 'Approver', 'olive.owner', '@northwind', 'Still needed'])
      expect(all).not.toContain(word);
  });
});
