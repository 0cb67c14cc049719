import { closeWhenStopped, connect, processError } from './namespace.ts';

/**
 * Prints a line for each credential of LIVE that ends within 14 days, or has ended.
 *
 * Topic credential-events, filter: environment = 'LIVE' AND daysRemaining <= 14
 */
interface NearOrPastExpiry {
  readonly data: {
    readonly expiresAt: string;
    readonly daysRemaining: number;
    readonly stage: string;
    readonly credentialKind: string;
    readonly subjectName: string;
    readonly ownerTeam?: string;
  };
}

/** Names come from directories: what could move the cursor or turn the line around is not printed. */
const plain = (text: string): string => text.replace(/\p{C}/gu, '?');

const lineOf = ({ data }: NearOrPastExpiry): string =>
  [
    data.expiresAt.slice(0, 10),
    `${data.daysRemaining} days`,
    data.stage,
    data.credentialKind,
    data.subjectName,
    data.ownerTeam ?? 'no team',
  ]
    .map(plain)
    .join('  ');

const client = connect();
closeWhenStopped(client);
client.createReceiver('credential-events', process.argv[2] ?? 'watch-live').subscribe({
  // Completed once this has returned. What can't be read throws, comes again, and ends as a dead letter.
  processMessage: ({ body }) => {
    process.stdout.write(`${lineOf(body as NearOrPastExpiry)}\n`);
    return Promise.resolve();
  },
  processError,
});
