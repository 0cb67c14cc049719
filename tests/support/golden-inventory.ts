import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Credential, Subject } from '../../lib/domain/credential.ts';
import { days, toIso } from '../../lib/domain/time.ts';

const folder = new URL('../contract/golden/', import.meta.url);

/** The day at whose start the made-up tenant of a golden inventory was made. */
export const GOLDEN_EPOCH = Date.UTC(2026, 10, 21);

/** What a source found, as lines that a person can hold against the roster of the tenant: sorted, with ends as days after the epoch. */
export const inventoryLines = (subjects: readonly Subject[]): readonly string[] =>
  subjects
    .flatMap((subject) => [
      line(subject.nativeId, [
        ascii(subject.name),
        subject.kind,
        subject.principalType,
        subject.enabled ? undefined : 'disabled',
        subject.privileged === true ? 'privileged' : undefined,
      ]),
      ...subject.credentials.map((credential) =>
        line(`${subject.nativeId} ${credential.kind}`, credentialWords(credential)),
      ),
    ])
    .toSorted();

const credentialWords = (credential: Credential): readonly (string | undefined)[] => [
  credential.keyId,
  ascii(credential.name),
  endWords(credential),
  credential.role,
  credential.thumbprint,
  credential.lastUsedAt === undefined ? undefined : `used ${toIso(credential.lastUsedAt).slice(0, 10)}`,
  ...(credential.concerns ?? []).map(({ what }) => `!${what}`),
  ...(credential.dependents ?? []).map(({ what, name }) => `${what}:${name}`),
];

const endWords = ({ expiresAt, expiryUnknown }: Credential): string => {
  if (expiryUnknown === true) return 'end unknown';
  if (expiresAt === undefined) return 'no end';
  return `${((expiresAt - GOLDEN_EPOCH) / days(1)).toFixed(1)} d`;
};

/** Names may hold anything; the file shall not. */
const ascii = (text: string | undefined): string =>
  JSON.stringify(text ?? null).replace(
    /[^ -~]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

const line = (head: string, words: readonly (string | undefined)[]): string =>
  [head, ...words.filter((word) => word !== undefined)].join(' | ');

/** The inventory that lies in the repository. To write a new one, take the file away and run its test twice. */
export const goldenInventory = (name: string, found: readonly string[]): readonly string[] => {
  const file = new URL(`${name}.txt`, folder);
  if (!existsSync(file)) {
    writeFileSync(file, `${found.join('\n')}\n`);
    throw new Error(
      `There was no golden inventory ${name}. It was written now: read it, and run this again.`,
    );
  }
  return readFileSync(file, 'utf8').trimEnd().split('\n');
};
