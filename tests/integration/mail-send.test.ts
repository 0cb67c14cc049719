import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { aMailer, aMessage, openMail, type MailSession } from './mail-session.ts';

let session: MailSession;
beforeAll(async () => {
  session = await openMail();
});
afterAll(() => session.service.stop());
afterEach(() => {
  session.service.faults.clear();
});

const unique = (() => {
  let count = 0;
  return (): string => `someone.${(count += 1)}@contoso.test`;
})();

const json = (over: object = {}): Record<string, unknown> => ({
  personalizations: [{ to: [{ email: 'refused@contoso.test' }] }],
  from: { email: 'expiry@contoso.test' },
  subject: 'Subject',
  content: [{ type: 'text/plain', value: 'Text' }],
  ...over,
});

describe('sending through the vendor’s own client', () => {
  test('a message is accepted, and is in the inbox of whom it is for', async () => {
    const to = unique();
    const [response] = await session.mailer.send(
      aMessage({ to, categories: ['t7'], customArgs: { renewal: 'rn-1' } }),
    );
    expect(response.statusCode).toBe(202);
    const messageId = (response.headers as Record<string, string>)['x-message-id'];
    expect(messageId).toMatch(/^[\w-]{22}$/);
    expect(await session.inbox(to.toUpperCase())).toMatchObject([
      {
        to,
        messageId,
        from: 'expiry@contoso.test',
        subject: 'Your secret expires in 7 days',
        text: 'Take the new one: https://renew.contoso.test/l/abc#key',
        html: '<p><a href="https://renew.contoso.test/l/abc#key">Take the new one</a></p>',
        receivedAt: '2026-11-21T08:00:00.000Z',
        categories: ['t7'],
        customArgs: { renewal: 'rn-1' },
      },
    ]);
  });

  test('everyone in an envelope gets a copy of their own', async () => {
    const [to, cc, bcc] = [unique(), unique(), unique()];
    await session.mailer.send(aMessage({ to, cc, bcc }));
    for (const each of [to, cc, bcc]) expect(await session.inbox(each)).toHaveLength(1);
  });

  test('many personalizations are many messages, each with its own subject and arguments', async () => {
    const [first, second] = [unique(), unique()];
    await session.mailer.send(
      aMessage({
        to: undefined as never,
        personalizations: [{ to: first, subject: 'For the first', customArgs: { n: '1' } }, { to: second }],
        customArgs: { n: '0', all: 'yes' },
      }),
    );
    expect(await session.inbox(first)).toMatchObject([
      { subject: 'For the first', customArgs: { n: '1', all: 'yes' } },
    ]);
    expect(await session.inbox(second)).toMatchObject([
      { subject: 'Your secret expires in 7 days', customArgs: { n: '0', all: 'yes' } },
    ]);
  });

  test('in the sandbox a message is checked and goes nowhere', async () => {
    const to = unique();
    const sandbox = { mailSettings: { sandboxMode: { enable: true } } };
    const [response] = await session.mailer.send(aMessage({ to, ...sandbox }));
    expect(response.statusCode).toBe(200);
    expect(await session.inbox(to)).toEqual([]);
    await expect(session.mailer.send(aMessage({ to, ...sandbox, subject: '' }))).rejects.toMatchObject({
      code: 400,
    });
  });

  test('a message for later arrives later', async () => {
    const to = unique();
    const sendAt = session.clock.getTime() / 1000 + 600;
    await session.mailer.send(aMessage({ to, sendAt }));
    expect(await session.inbox(to)).toEqual([]);
    session.clock = new Date(sendAt * 1000);
    expect(await session.inbox(to)).toMatchObject([{ receivedAt: '2026-11-21T08:10:00.000Z' }]);
  });

  test('a message whose answer was lost has been delivered', async () => {
    const to = unique();
    session.service.faults.add({ path: '/mail/send', times: 1, drop: 'after' });
    await expect(session.mailer.send(aMessage({ to }))).rejects.toThrow('socket hang up');
    expect(await session.inbox(to)).toHaveLength(1);
  });

  test('a message that was lost on its way, or throttled, has not', async () => {
    const to = unique();
    session.service.faults.add({ times: 1, drop: 'before' });
    await expect(session.mailer.send(aMessage({ to }))).rejects.toThrow('socket hang up');
    session.service.faults.add({
      times: 1,
      status: 429,
      headers: { 'retry-after': '3' },
      body: { errors: [{ message: 'too many requests', field: null, help: null }] },
    });
    await expect(session.mailer.send(aMessage({ to }))).rejects.toMatchObject({
      code: 429,
      response: { headers: { 'retry-after': '3' }, body: { errors: [{ message: 'too many requests' }] } },
    });
    expect(await session.inbox(to)).toEqual([]);
  });
});

describe('links in a message', () => {
  const LINK = 'https://renew.contoso.test/l/abc#key';
  const sent = async (trackingSettings: object | undefined, html?: string) => {
    const to = unique();
    await session.mailer.send(aMessage({ to, trackingSettings, ...(html && { html }) } as object));
    const [mail] = await session.inbox(to);
    return { text: mail!.text, html: mail!.html };
  };

  test('are rewritten in both parts when the message says nothing of click tracking', async () => {
    const { text, html } = await sent(undefined);
    expect(text).not.toContain(LINK);
    expect(html).not.toContain(LINK);
    const counted = /upn=([\w-]+)/.exec(html)?.[1] ?? '';
    expect(Buffer.from(counted, 'base64url').toString()).toBe(LINK);
  });

  test.each([
    ['both are off', { enable: false, enableText: false }, { text: true, html: true }],
    ['only the text is off', { enable: true, enableText: false }, { text: true, html: false }],
    ['only the HTML is off', { enable: false, enableText: true }, { text: false, html: true }],
  ])('when %s, are left alone there', async (_what, clickTracking, left) => {
    const { text, html } = await sent({ clickTracking });
    expect({ text: text.includes(LINK), html: html.includes(LINK) }).toEqual(left);
  });

  test('are left alone in an anchor that says so, and in no other', async () => {
    const html = `<a clicktracking=off href="${LINK}">one</a> <a class="b" href='${LINK}'>two</a>`;
    const kept = (await sent({ clickTracking: { enable: true } }, html)).html;
    expect(kept.split(LINK)).toHaveLength(2);
    expect(kept).toContain(`clicktracking=off href="${LINK}"`);
  });
});

describe('what is refused', () => {
  const errorsOf = async (response: Response) =>
    ((await response.json()) as { errors: { field: string | null; message: string }[] }).errors;

  const two = [{ email: 'a@contoso.test' }, { email: 'A@contoso.test' }];
  const to = [{ email: 'a@contoso.test' }];
  const html = { type: 'text/html', value: '<p>1</p>' };
  const plain = { type: 'text/plain', value: '1' };

  test.each<[string, object, string]>([
    ['no personalization', { personalizations: [] }, 'personalizations'],
    ['nobody to send to', { personalizations: [{ to: [] }] }, 'personalizations.0.to'],
    [
      'an address that is none',
      { personalizations: [{ to: [{ email: 'owner' }] }] },
      'personalizations.0.to.0.email',
    ],
    ['one address twice', { personalizations: [{ to: two }] }, 'personalizations'],
    ['one address as to and bcc', { personalizations: [{ to, bcc: to }] }, 'personalizations'],
    [
      'a comma in a name',
      { personalizations: [{ to: [{ ...to[0], name: 'Owner, Olivia' }] }] },
      'personalizations.0.to.0.name',
    ],
    [
      'a semicolon in a name',
      { personalizations: [{ to: [{ ...to[0], name: 'a;b' }] }] },
      'personalizations.0.to.0.name',
    ],
    [
      'more than 1000 recipients',
      {
        personalizations: [{ to: Array.from({ length: 1001 }, (_, n) => ({ email: `p${n}@contoso.test` })) }],
      },
      'personalizations',
    ],
    ['no sender', { from: undefined }, 'from'],
    ['a sender beyond ASCII', { from: { email: 'mönitor@contoso.test' } }, 'from.email'],
    ['no subject', { subject: undefined }, 'subject'],
    ['an empty subject', { subject: '' }, 'subject'],
    ['no content', { content: undefined }, 'content'],
    ['empty content', { content: [{ type: 'text/plain', value: '' }] }, 'content.0.value'],
    ['HTML before text', { content: [html, plain] }, 'content'],
    ['text twice', { content: [plain, plain] }, 'content'],
    ['more than ten categories', { categories: Array.from({ length: 11 }, (_, n) => `c${n}`) }, 'categories'],
    ['a category twice', { categories: ['a', 'a'] }, 'categories'],
    ['a custom argument that is no string', { custom_args: { days: 7 } }, 'custom_args.days'],
    ['10,000 bytes of custom arguments', { custom_args: { a: 'x'.repeat(10_000) } }, 'custom_args'],
    ['a reserved header', { headers: { 'Reply-To': 'x' } }, 'headers.Reply-To'],
    ['a time beyond 72 hours', { send_at: Date.parse('2026-11-25T08:00:00Z') / 1000 }, 'send_at'],
    [
      'a sandbox switch in quotes',
      { mail_settings: { sandbox_mode: { enable: 'true' } } },
      'mail_settings.sandbox_mode.enable',
    ],
    [
      'an attachment that is not base64',
      { attachments: [{ filename: 'a', content: '<>' }] },
      'attachments.0.content',
    ],
  ])('%s', async (_what, over, field) => {
    const response = await session.post(json(over));
    expect(response.status).toBe(400);
    expect((await errorsOf(response)).map((error) => error.field)).toEqual([field]);
  });

  test('a subject in every personalization is enough', async () => {
    const personalizations = [{ to, subject: 'Own' }];
    expect((await session.post(json({ personalizations, subject: undefined }))).status).toBe(202);
  });

  test('a wrong key, and no key', async () => {
    await expect(aMailer(session.service.url, 'SG.other').send(aMessage())).rejects.toMatchObject({
      code: 401,
    });
    const keyless = await session.post(json(), { authorization: '' });
    expect([keyless.status, (await errorsOf(keyless))[0]?.field]).toEqual([401, null]);
  });

  test('a sender that is not verified, while an address of a verified domain is taken', async () => {
    const refused = await session.post(json({ from: { email: 'other@contoso.test' } }));
    expect(refused.status).toBe(403);
    expect(await errorsOf(refused)).toMatchObject([{ field: 'from' }]);
    const taken = await session.post(json({ from: { email: 'Anyone@Fabrikam.test' } }));
    expect(taken.status).toBe(202);
  });

  test('more than 30 MB', async () => {
    const attachments = [{ filename: 'big', content: 'A'.repeat(30 * 1024 * 1024) }];
    expect((await session.post(json({ attachments }))).status).toBe(413);
  });

  test('what is no JSON, another content type, another method and another path', async () => {
    expect((await session.post('{"from":')).status).toBe(400);
    expect((await session.post(json(), { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await fetch(`${session.service.url}/v3/mail/send`)).status).toBe(405);
    expect((await fetch(`${session.service.url}/v3/templates`)).status).toBe(404);
  });

  test('none of it reaches an inbox', async () => {
    expect(await session.inbox('refused@contoso.test')).toHaveLength(1); // the one from the verified domain
  });
});
