import { readFileSync } from 'node:fs';

/** Holds the documents of two unattended runs on one state against what the main job promises. */
interface Run {
  readonly scan: {
    readonly complete: number;
    readonly partial: number;
    readonly failed: number;
    readonly credentials: number;
  };
  readonly requests: { readonly opened: number };
  readonly links: { readonly redeemed: number };
  readonly retirementsScheduled: number;
  readonly renewals: Readonly<Record<string, { readonly opened: number; readonly closed: number }>>;
  readonly deadLetters: number;
}

const [first, second] = process.argv.slice(2).map((file) => JSON.parse(readFileSync(file, 'utf8')) as Run);
if (first === undefined || second === undefined)
  throw new Error('Usage: acceptance.ts FIRST.json SECOND.json');

/** Of each of these the round takes one through to its closed request. */
const CLOSED = [
  'client-secret',
  'client-certificate',
  'saml-signing-certificate',
  'federation-signing-certificate',
  'token-signing-certificate',
  'key-vault-certificate',
  'key-vault-key',
  'key-vault-secret',
] as const;

const promises: readonly (readonly [string, boolean])[] = [
  ['the first run sees at least 100 credentials', first.scan.credentials >= 100],
  ['no scan fails', first.scan.failed === 0 && second.scan.failed === 0],
  ['it opens at least one request', first.requests.opened >= 1],
  ['at least one link is redeemed', first.links.redeemed >= 1],
  ['at least one retirement is scheduled', first.retirementsScheduled >= 1],
  ...CLOSED.map(
    (kind) =>
      [`a ${kind} is renewed and its request closed`, (first.renewals[kind]?.closed ?? 0) >= 1] as const,
  ),
  ['nothing is a dead letter', first.deadLetters === 0 && second.deadLetters === 0],
  ['the second run opens no second request', second.requests.opened === 0],
];
const broken = promises.filter(([, kept]) => !kept);
for (const [promise] of broken) console.error(`Not so: ${promise}.`);
process.exit(broken.length === 0 ? 0 : 1);
