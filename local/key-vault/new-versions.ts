import { randomUUID, X509Certificate } from 'node:crypto';
import type { Persistent } from '../stand-in/state.ts';
import { type Certificate, type CertificatePool, versionOf } from './certificates.ts';
import type { CurrentVersion } from './events.ts';
import type { Vault } from './vault.ts';

const DAY = 86_400;
const YEAR_DAYS = 365;

/** A version that somebody made while the vaults ran; instants are Unix seconds. */
interface MadeVersion {
  readonly vault: string;
  readonly name: string;
  readonly version: string;
  readonly nbf: number;
  readonly exp: number;
}

/** What was made while the vaults ran, and outlives them. */
export type MadeVersions = Persistent<MadeVersion[]>;

/** Makes the next version of a certificate, and makes anew those that an earlier run left. */
export const newVersions = (
  vaults: ReadonlyMap<string, Vault>,
  pool: CertificatePool,
  made: MadeVersions,
  told: (vault: string, current: CurrentVersion) => void,
) => {
  const add = async ({ vault, name, version, nbf, exp }: MadeVersion): Promise<Certificate | undefined> => {
    const certificates = vaults.get(vault)?.certificates;
    const certificate = certificates?.get(name);
    if (certificates === undefined || certificate === undefined) return undefined;
    const next = await versionOf(version, certificate.template, { nbf, exp }, nbf, pool);
    const { requestFailed: _, requestOpen: __, ...template } = certificate.template;
    const renewed = { ...certificate, template, updated: nbf, versions: [...certificate.versions, next] };
    certificates.set(name, renewed);
    pool.save();
    return renewed;
  };
  const keep = async (one: MadeVersion): Promise<Certificate | undefined> => {
    const renewed = await add(one);
    if (renewed === undefined) return undefined;
    made.value.push(one);
    made.save();
    return renewed;
  };
  return {
    /** A certificate that was signed becomes the current version. Undefined when there is no such certificate. */
    put: async (
      vault: string,
      name: string,
      version: string,
      der: Buffer,
    ): Promise<Certificate | undefined> => {
      const { validFromDate, validToDate } = new X509Certificate(der);
      pool.value[version] = der.toString('base64');
      const [nbf, exp] = [validFromDate, validToDate].map((date) => Math.floor(date.getTime() / 1000));
      const renewed = await keep({ vault, name, version, nbf: nbf ?? 0, exp: exp ?? 0 });
      const current = renewed?.versions.at(-1);
      if (current !== undefined)
        told(vault, { collection: 'certificates', name, version, attributes: current.attributes });
      return renewed;
    },
    restore: async (): Promise<void> => {
      for (const one of made.value) await add(one);
    },
    /** Undefined when there is no such certificate. */
    make: async (vault: string, name: string, lifetimeDays = YEAR_DAYS): Promise<Certificate | undefined> => {
      const nbf = Math.floor(Date.now() / 1000);
      const version = randomUUID().replaceAll('-', '');
      const one = { vault, name, version, nbf, exp: nbf + Math.round(lifetimeDays * DAY) };
      return keep(one);
    },
  };
};

export type NewVersions = ReturnType<typeof newVersions>;
