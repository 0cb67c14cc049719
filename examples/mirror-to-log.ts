import { closeWhenStopped, connect, processError } from './namespace.ts';

/**
 * Writes every event of a renewal to stdout, one line of JSON each, for whatever collects logs. A line may come twice; its
 * `id` tells.
 *
 * Topic renewal-events, no filter
 */
const write = (line: string): Promise<void> =>
  new Promise((resolve, reject) => {
    process.stdout.write(`${line}\n`, (error) => (error ? reject(error) : resolve()));
  });

const client = connect();
closeWhenStopped(client);
client.createReceiver('renewal-events', process.argv[2] ?? 'mirror-to-log').subscribe({
  // Completed only once stdout has taken it.
  processMessage: ({ body }) => write(JSON.stringify(body)),
  processError,
});
