import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { linkPage } from '../../lib/pages/link-page.ts';
import { VAULT_COMMANDS } from '../../lib/pages/vault-commands.ts';

const { html, assets } = linkPage();
const bytes = (text: string): number => Buffer.byteLength(text);
const of = (kind: string) => [...assets.values()].filter(({ path }) => path.endsWith(kind));

describe('the document behind every link', () => {
  test('weighs less than 30 kB with its style and all its code', () => {
    const parts = [html, ...[...of('.css'), ...of('.js')].map(({ body }) => body)];
    expect(parts.reduce((sum, part) => sum + bytes(part), 0)).toBeLessThan(30_000);
  });

  test('comes with one language at a time, each of less than 15 kB', () => {
    expect(of('.json').map(({ path }) => path.split('/').at(-1))).toEqual(['en.json', 'ar.json']);
    for (const { body } of of('.json')) expect(bytes(body)).toBeLessThan(15_000);
  });

  test('loads only its own files, and each by the hash of what is served', () => {
    const loaded = [...html.matchAll(/(?:src|href|data-src)="([^"]+)" (?:data-)?integrity="([^"]+)"/g)];
    expect(loaded.map(([, path]) => path).toSorted()).toEqual([...assets.keys()].toSorted());
    for (const [, path, integrity] of loaded) {
      const { body } = assets.get(path!)!;
      expect(integrity).toBe(`sha256-${createHash('sha256').update(body).digest('base64')}`);
    }
    expect(html.replaceAll(/(?:src|href)="\/link-page\//g, '')).not.toMatch(
      /\s(?:src|href|srcset|action)=|url\(/,
    );
    expect([html, ...[...assets.values()].map(({ body }) => body)].join()).not.toMatch(/https?:\/\/[a-z]/);
  });

  test('holds no code, no style and no handler of its own', () => {
    expect(html).not.toMatch(/<style|\sstyle=|\son[a-z]+=|javascript:/i);
    expect(html.match(/<script[^>]*>(?!<\/script>)/g)).toBeNull();
  });

  test('says nothing of any application or link', () => {
    expect(html).not.toMatch(/northwind|payroll|renewal|\/r\/[\w-]/i);
  });

  test('says in each language what to do without JavaScript', () => {
    const notice = /<noscript>([\s\S]*?)<\/noscript>/.exec(html)?.[1] ?? '';
    expect(notice).toMatch(/<p lang=en dir=ltr>This page needs JavaScript/);
    expect(notice).toMatch(/<p lang=ar dir=rtl>/);
  });

  test('has an address for its files that changes with them', () => {
    for (const path of assets.keys()) expect(path).toMatch(/^\/link-page\/[\w-]{8}\/[\w-]+\.(css|js|json)$/);
  });
});

describe('a command that stores the secret', () => {
  test.each(VAULT_COMMANDS.map(({ where, command }) => [where, command] as const))(
    'of %s takes it from a prompt or a pipe, never from an argument',
    (_, command) => {
      // What is typed after any of these would stand in the history and in the list of processes.
      expect(command).not.toMatch(/--(value|secret-value|body|plain-?text)\b|echo|-AsPlainText|<<</i);
      expect(command).toMatch(
        /read -rs|Read-Host -AsSecureString|--prompt-value true|^gh secret set \S+ --repo \S+$/,
      );
      if (command.includes('read -rs')) expect(command).toMatch(/\/dev\/stdin.*; unset S$/);
    },
  );

  test('is there for each vault that we name', () => {
    const named = VAULT_COMMANDS.map(({ where }) => where).join();
    for (const vault of ['Azure Key Vault', 'AWS Secrets Manager', 'GitHub', 'Azure DevOps'])
      expect(named).toContain(vault);
  });
});
