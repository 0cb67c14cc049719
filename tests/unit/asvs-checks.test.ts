import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, jest, test } from '@jest/globals';
import { OPERATIONS } from '../../lib/api/catalogue.ts';
import { consoleLog } from '../../lib/adapters/system/console-log.ts';
import { systemRandom } from '../../lib/adapters/system/system-random.ts';
import { loadConfig } from '../../lib/config.ts';
import { days } from '../../lib/domain/time.ts';
import { LOG } from '../../lib/log-events.ts';
import { linkPage } from '../../lib/pages/link-page.ts';
import { filledSettings } from '../support/example-settings.ts';
import type { Registered } from '../support/recording-runtime.ts';
import { mailed } from '../support/story.ts';

const ROOT = join(import.meta.dirname, '..', '..');

/** Every line of the shipped code, with the file it stands in. */
const SHIPPED = ['functions', 'lib'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:ts|js|html|css)$/.test(name))
    .map((name) => ({ file: join(folder, name), text: readFileSync(join(ROOT, folder, name), 'utf8') })),
);
const filesWith = (pattern: RegExp): string[] =>
  SHIPPED.filter(({ text }) => pattern.test(text)).map(({ file }) => file);

/** What the app writes into its log, line by line. */
const linesOf = (write: () => void): unknown[] => {
  const lines: unknown[] = [];
  const spies = (['info', 'warn', 'error'] as const).map((level) =>
    jest.spyOn(console, level).mockImplementation((...said) => void lines.push(...said)),
  );
  write();
  for (const spy of spies) spy.mockRestore();
  return lines;
};

describe('what the source shows', () => {
  test('V3.2.2 the page sets text, and nowhere markup', () => {
    const page = SHIPPED.filter(({ file }) => /link-page.*\.(?:js|html)$/.test(file));
    expect(page.length).toBeGreaterThan(1);
    const markup =
      /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|srcdoc|\son\w+="/;
    expect(page.filter(({ text }) => markup.test(text)).map(({ file }) => file)).toEqual([]);
  });

  test('V11.2.4 proofs and signatures are compared in constant time', () => {
    expect(filesWith(/timingSafeEqual/)).toEqual(
      expect.arrayContaining([
        'lib/adapters/sealing/open.ts',
        'lib/adapters/servicenow/webhook-signature.ts',
      ]),
    );
  });

  test('V11.3.2 one cipher is used, AES-256-GCM, and no hash that is weak', () => {
    const ciphers = SHIPPED.flatMap(({ text }) =>
      [...text.matchAll(/create(?:Cipher|Decipher)iv\(\s*'([^']+)'/g)].map(([, name]) => name),
    );
    expect([...new Set(ciphers)]).toEqual(['aes-256-gcm']);
    const weak = filesWith(/createHash\('(?!sha256'|sha384'|sha512')|'(?:md5|sha1)'/i);
    // It names the hashes of certificates that people hand in, so that the weak ones can be refused.
    expect(weak.filter((file) => file !== 'lib/adapters/x509/signature-hash.ts')).toEqual([]);
  });

  test('V12.1.1 nobody turns TLS down, or the check of certificates off', () => {
    // What looks at the ends of certificates must see bad ones too; it sends nothing to whoever shows them.
    expect(filesWith(/rejectUnauthorized|TLS_REJECT|checkServerIdentity|TLSv1(?:\.1)?'|ignoreTLS/)).toEqual([
      'lib/adapters/outside/tls-chain.ts',
    ]);
  });

  test('V16.2.3 lines are written in one place', () => {
    expect(filesWith(/\bconsole[.[]/)).toEqual(['lib/adapters/system/console-log.ts']);
  });
});

describe('what faces the network', () => {
  const program = fileURLToPath(new URL('../support/print-functions.ts', import.meta.url));
  const { all } = JSON.parse(
    execFileSync(process.execPath, ['--disable-warning=ExperimentalWarning', program], { encoding: 'utf8' }),
  ) as Record<'all', readonly Registered[]>;

  test('V4.1.4 names its methods, and none that nobody needs', () => {
    const served = all.filter(({ trigger }) => trigger === 'http');
    const methods = served.map(({ options }) => options['methods'] as readonly string[] | undefined);
    expect(methods.length).toBeGreaterThan(5);
    expect(methods).not.toContain(undefined);
    // What changes or removes a thing by its address is an operation of the API, with a role.
    const named = OPERATIONS.watch.map(({ name, method }) => `${method} ${name}`);
    const rare = served.flatMap(({ name, options }) =>
      (options['methods'] as readonly string[])
        .filter((method) => !['GET', 'HEAD', 'POST'].includes(method))
        .map((method) => `${method} ${name}`),
    );
    expect(rare.filter((one) => !named.includes(one))).toEqual([]);
  });

  test('V13.4.6 says nothing of what it is built of', () => {
    const { headers } = linkPage();
    expect(
      Object.keys(headers).filter((name) => /^(?:server|x-powered-by|x-aspnet.*|via)$/i.test(name)),
    ).toEqual([]);
  });

  test('V14.2.1 is told the link by its path alone: the key stands where no server sees it', async () => {
    const { app, owner, link } = await mailed();
    const [address = ''] = /https:\S+/.exec(app.mailer.inbox(owner.mail).at(-1)?.text ?? '') ?? [];
    const { pathname, search, hash } = new URL(address);
    expect([pathname, search, hash]).toEqual([`/r/${link.id}`, '', `#${link.key}`]);
  });
});

describe('what is random', () => {
  test('V11.5.1 has 128 bits at least, from the operating system', () => {
    expect(Buffer.from(systemRandom.linkId(), 'base64url')).toHaveLength(16);
    // A UUID is for what need not be guessed: the key id of a certificate that we add, the mark by which a write knows its own
    // transaction again, and the one by which another desk knows a call again.
    expect(filesWith(/randomUUID|Math\.random/)).toEqual([
      'lib/adapters/system/system-random.ts',
      'lib/adapters/tables/aggregate-table.ts',
      'lib/adapters/webhook-desk/webhook-desk.ts',
    ]);
  });
});

describe('what ends', () => {
  test('V13.3.4 are the secrets that we make, after half a year if nobody says otherwise', () => {
    const { SECRET_LIFETIME: _, ...settings } = filledSettings();
    expect(loadConfig(settings).renew?.SECRET_LIFETIME).toBe(days(180));
  });
});

describe('a line of the log', () => {
  test('V16.2.4 is one object, with a code that is declared', () => {
    const [line] = linesOf(() => {
      consoleLog('LINK_REFUSED', { linkId: 'AAECAwQFBgcICQoLDA0ODw', reason: 'WRONG_PROOF' });
    });
    expect(JSON.parse(String(line))).toEqual({
      code: 'LINK_REFUSED',
      message: LOG.LINK_REFUSED.message,
      linkId: 'AAECAwQFBgcICQoLDA0ODw',
      reason: 'WRONG_PROOF',
    });
  });

  test.each(['two\nlines', 'two\r\nlines', '\u2028', '"},{"code":"FORGED"', '\u001b[2J'])(
    'V16.4.1 is not left by what stands in it: %j',
    (reason) => {
      const lines = linesOf(() => {
        consoleLog('LINK_REFUSED', { linkId: 'x', reason });
      });
      expect(lines).toHaveLength(1);
      expect(String(lines[0])).not.toMatch(/[\r\n\u001b]/);
      expect(JSON.parse(String(lines[0]))).toMatchObject({ code: 'LINK_REFUSED', reason });
    },
  );
});

describe('a time that is recorded', () => {
  test('V16.2.2 is in UTC', async () => {
    const { app } = await mailed();
    const times = app
      .events()
      .flatMap(({ data, time }): unknown[] => [
        time,
        ...Object.entries<unknown>(data).flatMap(([name, value]): unknown[] =>
          name.endsWith('At') ? [value] : [],
        ),
      ]);
    expect(times.length).toBeGreaterThan(10);
    for (const time of times) expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });
});
