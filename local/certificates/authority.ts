import { createHash, X509Certificate } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { generateAuthority, generateServer, type Validity } from './generate.ts';
import { type PemFiles, type PemPair, readPair, writePair } from './pem-pair.ts';

/** A server certificate with its key, and where both are kept for a child process. */
interface Issued extends PemPair, PemFiles {}

/** The certificate authority of this machine's stand-ins. */
export interface Authority {
  /** Absolute path, for NODE_EXTRA_CA_CERTS or a person's trust store. */
  readonly caFile: string;
  readonly caPem: string;
  /**
   * A certificate for these names, besides `localhost` and 127.0.0.1 which every one has. The same names get the same
   * certificate until it runs low. Only `localhost` and what is below it: the authority can't vouch for anything else.
   */
  readonly issue: (hostnames: readonly string[]) => Promise<Issued>;
}

const DAY = 86_400_000;
const AUTHORITY_DAYS = 730;
const SERVER_DAYS = 397;
/** With less than this left a certificate is made anew at the next start. */
const RESERVE_DAYS = 30;
/** Two clocks on one machine (a container's, a virtual machine's) may disagree a little. */
const BACKDATE = 3_600_000;

/**
 * Opens the authority kept in `dir`, and makes it at the first start. One process opens it at a time; its children get
 * the files.
 */
export const openAuthority = async (dir: string): Promise<Authority> => {
  const home = resolve(dir);
  await mkdir(home, { recursive: true });
  const caFiles: PemFiles = { certFile: join(home, 'ca.pem'), keyFile: join(home, 'ca-key.pem') };
  const ca = await kept(caFiles, () =>
    generateAuthority('Expiry Monitor, this machine only', fromNow(AUTHORITY_DAYS)),
  );
  const caCertificate = new X509Certificate(ca.cert);

  const issueFor = async (names: readonly string[]): Promise<Issued> => {
    const id = createHash('sha256').update(names.join('\n')).digest('hex').slice(0, 16);
    const files = { certFile: join(home, `${id}.pem`), keyFile: join(home, `${id}-key.pem`) };
    const validity = fromNow(SERVER_DAYS);
    const pair = await kept(
      files,
      () =>
        generateServer(
          ca,
          { dns: names, ip: ['127.0.0.1'] },
          { ...validity, notAfter: earlier(validity.notAfter, caCertificate.validToDate) },
        ),
      (leaf) => leaf.checkIssued(caCertificate) && leaf.verify(caCertificate.publicKey),
    );
    return { ...files, ...pair };
  };

  // Two stand-ins that ask at once for the same names share one certificate, not the second one's file.
  const asked = new Map<string, Promise<Issued>>();
  return {
    caFile: caFiles.certFile,
    caPem: ca.cert,
    issue: async (hostnames) => {
      const names = withLocalhost(hostnames);
      const key = names.join('\n');
      const pending = asked.get(key) ?? issueFor(names);
      asked.set(key, pending);
      return pending;
    },
  };
};

/** The pair in these files when it may still be used, else a new one. */
const kept = async (
  files: PemFiles,
  generate: () => Promise<PemPair>,
  usable: (certificate: X509Certificate) => boolean = () => true,
): Promise<PemPair> => {
  const old = await readPair(files);
  if (old !== undefined) {
    const certificate = new X509Certificate(old.cert);
    if (certificate.validToDate.getTime() - Date.now() > RESERVE_DAYS * DAY && usable(certificate))
      return old;
  }
  const fresh = await generate();
  await writePair(files, fresh);
  return fresh;
};

/** Sorted, so that the order in which names are given does not matter. */
const withLocalhost = (hostnames: readonly string[]): readonly string[] => {
  const names = [...new Set([...hostnames.map((name) => name.toLowerCase()), 'localhost'])].sort();
  const foreign = names.filter((name) => name !== 'localhost' && !name.endsWith('.localhost'));
  if (foreign.length > 0) {
    throw new Error(
      `This authority vouches only for localhost and names below it, not for ${foreign.join(', ')}.`,
    );
  }
  return names;
};

const fromNow = (days: number): Validity => ({
  notBefore: new Date(Date.now() - BACKDATE),
  notAfter: new Date(Date.now() + days * DAY),
});

const earlier = (a: Date, b: Date): Date => new Date(Math.min(a.getTime(), b.getTime()));
