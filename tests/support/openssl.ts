import { execFile, execFileSync } from 'node:child_process';
import { promisify } from 'node:util';

/** The openssl of this system, as text of its version; undefined where there is none. */
export const opensslVersion = ((): string | undefined => {
  try {
    return execFileSync('openssl', ['version'], { encoding: 'utf8' }).trim();
  } catch {
    return undefined;
  }
})();

const run = promisify(execFile);

/** One call of openssl; what it writes to stdout. */
export const openssl = async (...args: readonly string[]): Promise<string> =>
  (await run('openssl', args, { encoding: 'utf8', maxBuffer: 1 << 22 })).stdout;
