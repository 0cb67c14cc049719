import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, test } from '@jest/globals';
import { newNonce, openSealed, proofOf, type Sealed } from '../../local/start/open-sealed.ts';
import { type SignedInPerson, signInAs } from '../../local/start/person-sign-in.ts';
import { startFaultyProxy } from '../support/faulty-proxy.ts';
import { expectNoSecretOnDisk } from '../support/whole/canaries.ts';
import { recover, refuse } from '../support/whole/faults.ts';
import { FEW_RENEWALS } from '../support/whole/policies.ts';
import { endWholes, startWhole, type Whole } from '../support/whole/whole.ts';

interface Mailed {
  readonly id: string;
  readonly key: string;
  readonly userName: string;
}

interface Mail {
  readonly to: string;
  readonly text: string;
}

const LINK = /https?:\/\/[^\s/"<>]+\/r\/([\w-]+)#([\w-]+)/;

/** Every link in the inbox, each once. */
const mailedIn = async ({ surroundings }: Whole): Promise<readonly Mailed[]> => {
  const mails = (await (await fetch(`${surroundings.mail.pageUrl}/messages.json`)).json()) as readonly Mail[];
  const links = mails.flatMap(({ to, text }) => {
    const [, id, key] = LINK.exec(text) ?? [];
    const person = surroundings.tenant.people.find(({ mail }) => mail === to);
    return id === undefined || key === undefined
      ? []
      : [{ id, key, userName: person?.userPrincipalName ?? to }];
  });
  return [...new Map(links.map((link) => [link.id, link])).values()];
};

const POLL_MS = 200;

/** Names that nothing answers to, and verbs that must not act. */
const SAFE = ['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE', 'PATCH'] as const;

const mangled = ({ id, key }: Mailed): readonly string[] => [
  `/r/${id}`,
  `/r/${id}/`,
  `/r/${id}%23${key}`,
  `/r/${id}%2523${key}`,
  `/r/${id}%23${key}%20`,
  `/r/${id}?utm_source=mail`,
  `/r/${id}&amp;data=05%7C01`,
  `/r/%23${key}`,
  '/r/',
  '/r/%00',
  `/r/https:/nam02.safelinks.protection.example/?url=https%3A%2F%2Flinks.example%2Fr%2F${id}%23${key}`,
];

describe('links of two processes that serve them', () => {
  afterEach(endWholes);

  test('have one winner each, lose nothing on the way, and are left alone by whoever only looks', async () => {
    const whole = await startWhole({
      settings: { POLICY: FEW_RENEWALS },
      hosts: ({ entra }) => ({
        all: { settings: {} },
        second: { settings: { APP_ROLE: 'link', AZURE_CLIENT_ID: entra.identities['link'] ?? '' } },
      }),
    });
    const { ports, caPem } = whole;
    const first = `http://localhost:${ports.functions}`;
    const second = `http://localhost:${ports.more[0]}`;
    await whole.control('all').move('schedule-scans');
    let links: readonly Mailed[] = [];
    const signal = AbortSignal.timeout(90_000);
    while (links.length < 5) {
      signal.throwIfAborted();
      await whole.approver.decideAll();
      links = await mailedIn(whole);
      await delay(POLL_MS);
    }
    const [scanned, raced, dropped, outage, other] = links as [Mailed, Mailed, Mailed, Mailed, Mailed];
    const signIn = ({ id, userName }: Mailed) =>
      signInAs({ functionsUrl: first, caPem, signal }, id, userName);
    const ask = async (
      person: SignedInPerson,
      { id, key }: Mailed,
      verb: string,
      idem: string,
      at?: string,
    ): Promise<{ status: number; said: Readonly<Record<string, unknown>> }> => {
      const answer = await person.post(`/api/links/${id}/${verb}`, { proof: proofOf(id, key), idem }, at);
      return { status: answer.status, said: (await answer.json()) as Readonly<Record<string, unknown>> };
    };

    // A thousand requests that may change nothing, by scanners that follow, guess and submit without a session.
    const page = await (await fetch(`${first}/r/`)).text();
    const paths = [...mangled(scanned), `/api/links/${scanned.id}/reveal`, `/api/links/${scanned.id}/open`];
    for (let n = 0; n < 1_000; n += 1) {
      const path = paths[n % paths.length] ?? '/r/';
      const method = SAFE[Math.floor(n / paths.length) % SAFE.length] ?? 'GET';
      const answer = await fetch(`${n % 2 === 0 ? first : second}${path}`, { method });
      const body = await answer.text();
      if (method === 'GET' && path.startsWith('/r/')) expect(body).toBe(page);
      else if (!path.startsWith('/r/') || method !== 'HEAD')
        expect(answer.status).toBeGreaterThanOrEqual(400);
    }
    for (const verb of ['open', 'reveal', 'acknowledge', 'report']) {
      const answer = await fetch(`${first}/api/links/${scanned.id}/${verb}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-expiry-monitor': '1', origin: first },
        body: JSON.stringify({ proof: proofOf(scanned.id, scanned.key), idem: newNonce(), kind: 'not-me' }),
      });
      expect(answer.status).toBe(401);
    }
    const reader = await signIn(scanned);
    expect((await ask(reader, scanned, 'open', newNonce(), second)).status).toBe(200);

    // Fifty at once, over both processes.
    const racer = await signIn(raced);
    const tries = Array.from({ length: 50 }, (_, n) => ({
      idem: newNonce(),
      at: n % 2 === 0 ? first : second,
    }));
    const answers = await Promise.all(tries.map(({ idem, at }) => ask(racer, raced, 'reveal', idem, at)));
    const won = answers.filter(({ status }) => status === 200);
    expect(won).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 410)).toHaveLength(49);
    expect(openSealed(raced.id, raced.key, won[0]!.said as unknown as Sealed)).toMatch(/8Q~/);

    // The answer is lost on its way; the other process gives the same one to the same browser.
    const proxy = await startFaultyProxy(new URL(`http://127.0.0.1:${ports.functions}`));
    const unlucky = await signIn(dropped);
    const idem = newNonce();
    proxy.mishaps(/reveal/, 'unanswered');
    await expect(ask(unlucky, dropped, 'reveal', idem, `http://localhost:${proxy.port}`)).rejects.toThrow();
    await proxy.stop();
    const again = await ask(unlucky, dropped, 'reveal', idem, second);
    expect(openSealed(dropped.id, dropped.key, again.said as unknown as Sealed)).toMatch(/8Q~/);
    expect((await ask(unlucky, dropped, 'reveal', newNonce(), second)).status).toBe(410);
    expect((await ask(unlucky, dropped, 'acknowledge', idem, first)).status).toBe(200);

    // A vault that is away burns nothing.
    const patient = await signIn(outage);
    await refuse(whole, 'key-vault');
    expect((await ask(patient, outage, 'reveal', newNonce())).status).toBe(503);
    await recover(whole, 'key-vault');
    expect((await ask(patient, outage, 'reveal', newNonce())).status).toBe(200);

    // Someone else has nothing of it, nor has a session that was ended at the other process.
    const stranger = links.find(({ userName }) => userName !== other.userName);
    if (stranger !== undefined)
      expect((await ask(await signIn(stranger), other, 'reveal', newNonce())).status).toBe(404);
    const leaving = await signIn(other);
    await leaving.post('/auth/sign-out', {}, second);
    expect((await ask(leaving, other, 'reveal', newNonce())).status).toBe(401);

    await whole.until('the rest is redeemed', async () => {
      await whole.recipient.redeemAll();
      return whole.recipient.revealed.length >= 1 && (await whole.bus.waiting()).length === 0;
    });
    await whole.stop();
    await expectNoSecretOnDisk(whole);
  }, 150_000);
});
