import { Agent, request } from 'node:http';

/** One request of a load. */
export interface Shot {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What became of a load. Milliseconds. */
export interface Measured {
  readonly p50: number;
  readonly p99: number;
  readonly errors: number;
  /** How often each, by status or by the code of what broke. */
  readonly failures?: Readonly<Record<string, number>>;
}

const agent = new Agent({ keepAlive: true, maxSockets: 256 });

const fire = ({ url, method, headers, body }: Shot): Promise<number | string> =>
  new Promise((resolve, reject) => {
    const sent = request(url, { agent, method, headers }, (answer) => {
      answer.resume().once('end', () => resolve(answer.statusCode ?? 0));
    });
    sent.once('error', reject);
    sent.end(body);
  });

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? 'unknown';

/**
 * Fires at a steady rate, whether or not answers come, and measures from the moment at which each was to go: so that a
 * server which stops for a second is a second slow for all who came meanwhile.
 */
export const load = async (
  shotAt: (n: number) => Shot,
  { perSecond, seconds }: { readonly perSecond: number; readonly seconds: number },
): Promise<Measured> => {
  const count = perSecond * seconds;
  const took: number[] = [];
  const failures: Record<string, number> = {};
  const start = performance.now() + 100;
  const one = async (n: number): Promise<void> => {
    const due = start + (n * 1000) / perSecond;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
    const from = Math.min(due, performance.now()); // timers may be a moment early
    const status = await fire(shotAt(n)).catch(codeOf);
    took.push(performance.now() - from);
    if (status !== 200) failures[status] = (failures[status] ?? 0) + 1;
  };
  await Promise.all(Array.from({ length: count }, (_, n) => one(n)));
  took.sort((a, b) => a - b);
  const at = (share: number) =>
    Math.round((took[Math.min(count - 1, Math.floor(count * share))] ?? 0) * 10) / 10;
  const errors = Object.values(failures).reduce((sum, times) => sum + times, 0);
  return { p50: at(0.5), p99: at(0.99), errors, ...(errors === 0 ? {} : { failures }) };
};
