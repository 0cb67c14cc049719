import { createDecipheriv, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { TableClient } from '@azure/data-tables';
import { opener } from '../../lib/adapters/sealing/open.ts';
import { sealer } from '../../lib/adapters/sealing/seal.ts';
import { sha256 } from '../../lib/adapters/system/sha256.ts';
import { createTables } from '../../lib/adapters/tables/create-tables.ts';
import { tableLinks } from '../../lib/adapters/tables/links-table.ts';
import { tableRateLimits } from '../../lib/adapters/tables/rate-limits-table.ts';
import { type LinkId, readId } from '../../lib/domain/ids.ts';
import { bindingText } from '../../lib/domain/link-binding.ts';
import { type Link, LINK_LIFETIME, linkDueAt } from '../../lib/domain/link.ts';
import type { Session } from '../../lib/domain/session.ts';
import { hours, type Instant, instantOfMs, plus } from '../../lib/domain/time.ts';
import { revealLink } from '../../lib/use-cases/reveal-link.ts';
import { aLink, aPerson } from '../support/builders.ts';
import { type HandClock, fakeClock } from '../support/fakes/clock.ts';
import { fakeShareWrap } from '../support/fakes/sealing.ts';
import { openSealed, proofFor } from '../support/open-sealed.ts';
import { type RunningTables, startTables } from '../support/running-tables.ts';

const SECRET = 'q~8Q~the-value-that-nobody-else-may-have';
let tables: RunningTables;
let client: TableClient;
let made = 0;
beforeAll(async () => {
  tables = await startTables();
  await createTables(tables.service);
});
beforeEach(async () => {
  made += 1;
  await createTables(tables.service, [`Links${made}`]);
  client = tables.client(`Links${made}`);
});
afterAll(() => tables.stop());

interface Issued {
  readonly link: Link;
  readonly key: string;
  readonly proof: string;
  readonly clock: HandClock;
  readonly shares: ReturnType<typeof fakeShareWrap>;
  reveal(nonce: string): ReturnType<ReturnType<typeof revealLink>>;
}

/** A sealed link in the table, as issuing leaves it; the store's clock is the machine's. */
const issued = async (now: Instant = instantOfMs(Date.now())): Promise<Issued> => {
  const shares = fakeShareWrap();
  const clock = fakeClock(now);
  const id = readId<LinkId>(randomBytes(16).toString('base64url'));
  const notAfter = plus(now, LINK_LIFETIME);
  const blank = aLink({ id, issuedAt: now, notAfter });
  const seal = await sealer({ wrap: shares.wrap }).ready();
  if (!seal.ok) throw new Error(seal.failure.detail);
  const { recipient, keyId, of } = blank;
  const binding = { linkId: id, tenant: of.tenant, recipient: recipient.objectId, application: of.nativeId };
  const { linkKey, verifier, secret } = seal.value(id, SECRET, bindingText({ ...binding, keyId, notAfter }));
  const link = aLink({ id, issuedAt: now, notAfter, verifier, sealed: secret });
  const links = tableLinks(client);
  await links.commit(id, { expected: 'absent', state: link, dueAt: linkDueAt(link), messages: [] });
  const reveal = revealLink({
    links,
    opener: opener({ unwrap: shares.unwrap }),
    limits: tableRateLimits(tables.client('RateLimits')),
    clock,
    digest: sha256,
    log: () => undefined,
    reauthentication: 'session',
  });
  const { tenant, objectId } = aPerson('Olive');
  const session: Session = {
    ...{
      person: { tenant, objectId },
      name: 'Olive',
      authenticatedAt: now,
      freshFor: undefined,
      only: undefined,
    },
    until: plus(now, hours(3)),
  };
  const proof = await proofFor(id, linkKey);
  return {
    ...{ link, key: linkKey, proof, clock, shares },
    reveal: (nonce) => reveal(session, id, proof, nonce),
  };
};

const stateOf = async ({ link }: Issued) => (await tableLinks(client).find(link.id))?.state.state;

describe('a claim in a table', () => {
  test('is won by one of forty who make it at the same moment', async () => {
    const one = await issued();
    const answers = await Promise.all(Array.from({ length: 40 }, (_, n) => one.reveal(`nonce-${n}`)));
    const winners = answers.filter(({ ok }) => ok);
    expect(winners).toHaveLength(1);
    const losers = answers.flatMap((answer) => (answer.ok ? [] : [answer.failure.code]));
    expect(new Set(losers)).toEqual(new Set(['OVER']));
    expect(JSON.stringify(answers.filter(({ ok }) => !ok))).not.toContain('share');
  });

  test.each(['unanswered', 'cut-off'] as const)(
    'whose answer is %s is sent again by the client and known for what it is: won',
    async (mishap) => {
      const one = await issued();
      tables.proxy.mishaps(/\$batch/, mishap);
      const answer = await one.reveal('mine');
      expect(tables.proxy.left()).toBe(0);
      if (!answer.ok) throw new Error(answer.failure.code);
      expect(await openSealed({ linkId: one.link.id, linkKey: one.key, ...answer.value })).toBe(SECRET);
      expect(await one.reveal('another')).toMatchObject({ failure: { code: 'OVER' } });
    },
  );

  test('that never arrived changes nothing, and the next one wins', async () => {
    const one = await issued();
    one.shares.goAway();
    expect(await one.reveal('mine')).toEqual({ ok: false, failure: { code: 'UNAVAILABLE' } });
    expect(await stateOf(one)).toBe('issued');
    one.shares.comeBack();
    tables.proxy.mishaps(/\$batch/, 'unsent');
    expect(await one.reveal('mine')).toMatchObject({ ok: true });
  });

  test('past the hour by the clock of the store gives nothing, though ours is behind', async () => {
    const one = await issued(instantOfMs(Date.now() - LINK_LIFETIME));
    expect(await one.reveal('mine')).toMatchObject({
      ok: false,
      failure: { code: 'OVER', tombstone: { state: 'expired' } },
    });
    expect(await stateOf(one)).toBe('expired');
    expect(await one.reveal('mine')).toMatchObject({ ok: false });
  });
});

describe('whoever has the tables and the key that wraps', () => {
  test('has the share and the ciphertext, and can open neither link nor secret', async () => {
    const one = await issued();
    const { sealed } = one.link as Extract<Link, { state: 'issued' }>;
    const { wrappedShare, wrapKeyId, ciphertext, iv, boundTo } = sealed!;
    const wrapped = Buffer.from(wrappedShare, 'base64url');
    const unwrapped = await one.shares.unwrap({ wrapped, keyId: wrapKeyId });
    if (!unwrapped.ok) throw new Error('The share is there to be had.');
    const share = Buffer.from(unwrapped.value).toString('base64url');
    // All that is known is tried as the key of the mail.
    const known = [one.link.verifier, share, Buffer.alloc(32).toString('base64url')];
    for (const linkKey of known)
      await expect(
        openSealed({ linkId: one.link.id, linkKey, share, ciphertext, iv, boundTo }),
      ).rejects.toThrow();
    const raw = createDecipheriv('aes-256-gcm', Buffer.from(unwrapped.value), Buffer.from(iv, 'base64url'));
    const whole = Buffer.from(ciphertext, 'base64url');
    raw.setAAD(Buffer.from(boundTo)).setAuthTag(whole.subarray(-16));
    raw.update(whole.subarray(0, -16));
    expect(() => raw.final()).toThrow();
    const rows: string[] = [];
    for await (const row of client.listEntities()) rows.push(JSON.stringify(row));
    expect(rows.join('\n')).toContain(ciphertext);
    for (const secret of [SECRET, one.key, one.proof])
      expect(rows.filter((row) => row.includes(secret))).toEqual([]);
  });

  test('can not put one sealed secret under another link, person, key or hour', async () => {
    const [one, other] = [await issued(), await issued()];
    const links = tableLinks(client);
    const stored = (await links.find(one.link.id))!;
    const { sealed } = other.link as Extract<Link, { state: 'issued' }>;
    const swaps: Link[] = [
      { ...(stored.state as Extract<Link, { state: 'issued' }>), sealed },
      { ...stored.state, notAfter: plus(stored.state.notAfter, hours(1)) },
      { ...stored.state, keyId: 'another' },
    ];
    let version = stored.version;
    for (const state of swaps) {
      const saved = await links.commit(one.link.id, {
        expected: version,
        state,
        dueAt: linkDueAt(state),
        messages: [],
      });
      if (!saved.ok) throw new Error('The swap was not written.');
      version = saved.value.version;
      expect(await one.reveal('mine')).toMatchObject({ failure: { code: 'OVER' } });
    }
    const swapped = { ...sealed!, share: 'A'.repeat(43), linkId: one.link.id, linkKey: one.key };
    await expect(openSealed(swapped)).rejects.toThrow();
  });
});
