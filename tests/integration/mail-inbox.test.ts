import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { aMailer, aMessage, API_KEY, openMail, type MailSession } from './mail-session.ts';

describe('the inbox', () => {
  let session: MailSession;
  beforeAll(async () => {
    session = await openMail();
  });
  afterAll(() => session.service.stop());

  const page = async (path: string) => {
    const answer = await fetch(session.service.pageUrl + path);
    return {
      status: answer.status,
      policy: answer.headers.get('content-security-policy'),
      html: await answer.text(),
    };
  };

  test('shows who got what, and to one recipient only theirs', async () => {
    await session.mailer.send(aMessage({ subject: 'For Olivia' }));
    await session.mailer.send(aMessage({ to: 'adam@contoso.test', subject: 'For Adam' }));
    const everyone = (await page('/')).html;
    expect(everyone).toContain('For Olivia');
    expect(everyone).toContain('For Adam');
    const one = (await page('/?to=Adam@contoso.test')).html;
    expect(one).toContain('For Adam');
    expect(one).not.toContain('For Olivia');
  });

  test('shows a hostile mail as text and inside a frame that runs nothing', async () => {
    const to = 'hostile@contoso.test';
    await session.mailer.send(
      aMessage({
        to,
        subject: '<script>alert(1)</script>',
        text: '<script>alert(2)</script> https://renew.contoso.test/l/1"onclick="x',
        html: '<p>"></iframe><script>alert(3)</script></p>',
      }),
    );
    const [mail] = await session.inbox(to);
    const { html, policy } = await page(`/messages/${mail!.id}`);
    expect(html).not.toContain('<script');
    expect(html).toContain('sandbox="allow-popups allow-popups-to-escape-sandbox"');
    expect(html).toContain('&quot;&gt;&lt;/iframe&gt;&lt;script&gt;alert(3)');
    expect(html).toContain('<a href="https://renew.contoso.test/l/1" target="_blank"');
    expect(policy).toContain("default-src 'none'");
  });

  test('has no page for a mail that never was', async () => {
    expect((await page('/messages/none')).status).toBe(404);
  });

  test('gets every mail twice, or late, when told to', async () => {
    const settings = { method: 'PATCH', body: JSON.stringify({ copies: 2, deliveryDelayMs: 5000 }) };
    expect((await fetch(`${session.service.pageUrl}/stand-in/settings`, settings)).status).toBe(200);
    await session.mailer.send(aMessage({ to: 'late@contoso.test' }));
    expect(await session.inbox('late@contoso.test')).toEqual([]);
    session.clock = new Date(session.clock.getTime() + 5000);
    expect(await session.inbox('late@contoso.test')).toHaveLength(2);
    const wrong = { method: 'PATCH', body: JSON.stringify({ copies: '2' }) };
    expect((await fetch(`${session.service.pageUrl}/stand-in/settings`, wrong)).status).toBe(400);
  });
});

describe('the mail service as a process', () => {
  const MAIN = join(import.meta.dirname, '../../local/mail/main.ts');
  const folder = mkdtempSync(join(tmpdir(), 'mail-'));
  const FLAGS = ['--api-key', API_KEY, '--verified-sender', 'contoso.test', '--state', folder];
  const children: ChildProcess[] = [];
  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const start = (...flags: string[]) => {
    const child = spawn(process.execPath, [MAIN, ...flags]);
    children.push(child);
    return child;
  };
  const ready = async (child: ReturnType<typeof start>) => {
    const [line] = await once(createInterface(child.stdout), 'line');
    return JSON.parse(String(line)) as { ready: true; url: string; pageUrl: string };
  };

  test('keeps every mail that it accepted through a kill', async () => {
    const first = start(...FLAGS);
    await aMailer((await ready(first)).url).send(aMessage());
    first.kill('SIGKILL');
    await once(first, 'exit');
    const { pageUrl } = await ready(start(...FLAGS));
    const mails = (await (await fetch(`${pageUrl}/messages.json`)).json()) as object[];
    expect(mails).toMatchObject([{ to: 'olivia@contoso.test' }]);
  });

  test('leaves when it is asked to, and with its parent', async () => {
    const asked = start(...FLAGS);
    await ready(asked);
    asked.kill('SIGTERM');
    expect((await once(asked, 'exit'))[0]).toBe(0);
    const orphan = start(...FLAGS, '--with-parent');
    await ready(orphan);
    orphan.stdin.end();
    expect((await once(orphan, 'exit'))[0]).toBe(0);
  });

  test.each([
    ['without a key', [], '--api-key is missing'],
    ['with an unknown flag', ['--colour', 'blue'], '--colour'],
  ])('%s says so in one line and does not start', async (_what, flags, sentence) => {
    const child = start(...flags);
    const [complaint, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
    expect(code).toBe(1);
    expect(complaint).toContain(sentence);
    expect(complaint.trim().split('\n')).toHaveLength(1);
  });
});
