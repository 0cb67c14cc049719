import { readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { expect } from '@jest/globals';
import { renewalsWith } from './outcome.ts';
import type { Whole } from './whole.ts';

/** Certificates, keys of the stand-ins and compiled code: nothing that the app writes. */
const NOT_LOOKED_INTO = ['certificates', 'compile-cache', 'start.json', 'lock'];
/** What every secret of Entra looks like, so that one is found also if nobody was ever given it. */
const ANY_SECRET = /[\w.~-]{3}8Q~[\w.~-]{30,}/;

/**
 * Looks for secrets and keys of links in everything that a stopped whole left on disk: tables, the namespace, the desk,
 * the mail, the directory and all logs. Only the mail may hold the key of a link, and nothing may hold a secret.
 */
export const expectNoSecretOnDisk = async (whole: Whole): Promise<void> => {
  const { recipient, folder, watcher } = whole;
  const files = await everyFile(folder.dir);
  const holding = (text: string) =>
    files.filter(({ content }) => content.includes(text)).map(({ name }) => name);

  // What is looked for would be found: each place holds the ids of renewals, and the mail each link.
  for (const id of renewalsWith(watcher.sights, 'renewal.link-redeemed')) {
    const places = new Set(holding(id).map((name) => name.split(sep)[0]));
    expect([...places].sort()).toEqual(PLACES);
  }
  expect(recipient.linkKeys.size).toBeGreaterThan(0);
  expect(recipient.revealed.length).toBeGreaterThan(0);

  for (const key of recipient.linkKeys) expect(holding(key)).toEqual([join('mail', 'mail.json')]);
  for (const { secret } of recipient.revealed) {
    expect(secret).toMatch(ANY_SECRET);
    expect(holding(secret)).toEqual([]);
    expect(holding(encodeURIComponent(secret))).toEqual([]);
  }
  expect(files.filter(({ content }) => ANY_SECRET.test(content)).map(({ name }) => name)).toEqual([]);
};

const PLACES = ['entra', 'logs', 'mail', 'service-bus', 'service-desk', 'tables'];

/** Bodies of messages and attachments lie in base64. */
const ENCODED = /[\w+/-]{40,}={0,2}/g;

/** A file's text, and after it whatever was encoded in it. */
const laidOpen = (text: string): string =>
  [text, ...(text.match(ENCODED) ?? []).map((run) => Buffer.from(run, 'base64').toString('latin1'))].join(
    '\n',
  );

const everyFile = async (dir: string) => {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(dir.length + 1))
    .filter((name) => !NOT_LOOKED_INTO.includes(name.split(sep)[0] ?? ''));
  return Promise.all(
    names.map(async (name) => ({ name, content: laidOpen(await readFile(join(dir, name), 'latin1')) })),
  );
};
