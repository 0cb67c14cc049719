/**
 * To be preloaded (`node --import .../localhost-lookup.ts`): every name below `.localhost` is this machine, as browsers
 * have it. Resolvers differ on that, and the stand-ins are reached by names like `demo.vault.localhost`.
 */
import dns, { type LookupAddress, type LookupAllOptions, type LookupOptions } from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';

const HERE: LookupAddress = { address: '127.0.0.1', family: 4 };

const isHere = (hostname: string): boolean => /\.localhost\.?$/i.test(hostname);

type Done = (error: NodeJS.ErrnoException | null, address: string | LookupAddress[], family?: number) => void;

const wantsAll = (options: unknown): options is LookupAllOptions =>
  typeof options === 'object' && options !== null && (options as LookupOptions).all === true;

const lookup = dns.lookup;
const here = (hostname: string, ...rest: unknown[]): void => {
  const done = rest.at(-1);
  if (!isHere(hostname) || typeof done !== 'function') {
    Reflect.apply(lookup, dns, [hostname, ...rest]);
    return;
  }
  const answer = done as Done;
  // Never before the call returns: callers of the real one rely on it.
  if (wantsAll(rest[0])) process.nextTick(answer, null, [HERE]);
  else process.nextTick(answer, null, HERE.address, HERE.family);
};

const promised = dns.promises.lookup;
const herePromised = (hostname: string, options?: unknown): Promise<unknown> => {
  if (!isHere(hostname))
    return Reflect.apply(promised, dns.promises, [hostname, options]) as Promise<unknown>;
  return Promise.resolve(wantsAll(options) ? [HERE] : HERE);
};

dns.lookup = Object.assign(here, { __promisify__: herePromised }) as typeof dns.lookup;
dns.promises.lookup = herePromised as typeof dns.promises.lookup;
// Named imports of node:dns are copies, made anew here.
syncBuiltinESMExports();
