import type { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import * as z from 'zod';
import type { TlsEndpoint } from '../../domain/tls-endpoint.ts';
import { fail, ok, type Result } from '../../domain/result.ts';
import type { Duration } from '../../domain/time.ts';
import { addressClass } from './addresses.ts';

export interface TlsFailure {
  /** `REFUSED`: we do not go there. */
  readonly code: 'UNREACHABLE' | 'REFUSED';
  readonly detail: string;
}

/** All addresses of a name. Throws what the resolver throws. */
export type Resolve = (host: string) => Promise<readonly string[]>;

/** A chain that is longer was made to keep us busy. */
const LONGEST_CHAIN = 10;

/**
 * The certificates that an endpoint shows, its own first, without roots. Trust is not asked for: what has expired, or is
 * signed by nobody whom we know, is what we came to see.
 *
 * Invariant: the address that was judged is the one that is gone to. A name that leads into a network of one's own, or to
 * the metadata service of a machine, is refused unless the list says that it may.
 */
export const tlsChain = async (
  endpoint: TlsEndpoint,
  resolve: Resolve,
  timeout: Duration,
): Promise<Result<readonly X509Certificate[], TlsFailure>> => {
  const host = endpoint.host.replace(/^\[|\]$/g, '');
  let addresses: readonly string[];
  try {
    addresses = isIP(host) === 0 ? await resolve(host) : [host];
  } catch (error) {
    return fail({ code: 'UNREACHABLE', detail: `It has no address: ${codeOf(error)}` });
  }
  // In one order, so that of several servers with certificates of their own the same is seen each time.
  const [address] = addresses.filter((each) => mayGoTo(each, endpoint)).toSorted();
  if (address === undefined) return fail({ code: 'REFUSED', detail: whyNot(addresses) });
  const name = endpoint.serverName ?? host;
  return handshake(address, endpoint.port, isIP(name) === 0 ? name : undefined, timeout);
};

const mayGoTo = (address: string, endpoint: TlsEndpoint): boolean => {
  const kind = addressClass(address);
  return kind === 'public' || (kind === 'private' && endpoint.private);
};

const whyNot = (addresses: readonly string[]): string =>
  addresses.some((each) => addressClass(each) === 'private')
    ? 'It leads into a private network, and its entry does not say `private`'
    : 'It leads to no address that we go to';

const handshake = (
  host: string,
  port: number,
  servername: string | undefined,
  timeout: Duration,
): Promise<Result<readonly X509Certificate[], TlsFailure>> =>
  new Promise((resolve) => {
    const socket = connect({
      host,
      port,
      ...(servername === undefined ? {} : { servername }),
      rejectUnauthorized: false,
      // An old server's certificate ends like any other's. Nothing is sent to it.
      minVersion: 'TLSv1',
      ciphers: 'DEFAULT:@SECLEVEL=0',
    });
    const end = (result: Result<readonly X509Certificate[], TlsFailure>): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(result);
    };
    const unreachable = (detail: string): void => {
      // One that wants a certificate of ours ends the handshake after it has shown its own.
      const shown = chainOf(socket);
      end(shown.length > 0 ? ok(shown) : fail({ code: 'UNREACHABLE', detail }));
    };
    const timer = setTimeout(() => {
      end(fail({ code: 'UNREACHABLE', detail: `No handshake within ${timeout / 1000} s` }));
    }, timeout);
    socket.once('secureConnect', () => {
      const shown = chainOf(socket);
      if (shown.length > 0) end(ok(shown));
      else unreachable('It shows no certificate that can be read');
    });
    socket.on('error', (error) => {
      unreachable(`The handshake failed: ${codeOf(error)}`);
    });
    socket.once('close', () => {
      unreachable('It closed the connection');
    });
  });

const chainOf = (socket: TLSSocket): readonly X509Certificate[] => {
  const chain: X509Certificate[] = [];
  try {
    let next = socket.getPeerX509Certificate();
    while (next !== undefined && chain.length < LONGEST_CHAIN) {
      const certificate: X509Certificate = next;
      // A root is nobody's to renew here: whoever trusts it has it already. One that stands for itself is no root.
      if (chain.length > 0 && certificate.subject === certificate.issuer) break;
      if (chain.some(({ fingerprint256 }) => fingerprint256 === certificate.fingerprint256)) break;
      chain.push(certificate);
      next = certificate.issuerCertificate;
    }
  } catch {
    // What was read before the one that can't be stays.
  }
  return chain;
};

/** A code such as ECONNREFUSED, never the text: that of OpenSSL repeats what the other side sent. */
const codeOf = (error: unknown): string => coded.safeParse(error).data?.code ?? 'for an unknown reason';

const coded = z.object({ code: z.string().regex(/^\w{1,80}$/) });
