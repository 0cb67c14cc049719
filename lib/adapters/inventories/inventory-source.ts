import type { Subject } from '../../domain/credential.ts';
import {
  type InventoriedCertificate,
  type InventoryFormat,
  readInventory,
  type ReadInventory,
} from '../../domain/device-inventory.ts';
import { credentialId, type Digest, subjectId } from '../../domain/ids.ts';
import { fail, ok, type Result } from '../../domain/result.ts';
import type { Tenant } from '../../domain/tenant.ts';
import type { CredentialSource, SourceFailure } from '../../ports/credential-source.ts';
import type { WrittenText } from '../../ports/written-text.ts';

interface Options {
  readonly tenant: Tenant;
  readonly digest: Digest;
  /** What people call the inventory: a part of the native ids. */
  readonly name: string;
  readonly format: InventoryFormat;
  /** Columns that are known to be of no use. */
  readonly leaveOut: readonly string[];
  readonly text: WrittenText;
  readonly pageSize?: number;
}

/** Certificates of devices that another management lists, in a text that was exported from it. A cursor counts rows. */
export const deviceInventory = (options: Options): CredentialSource => {
  const { tenant, name, format, leaveOut, text, pageSize = 500 } = options;
  const place = `inventories/${name}/`;
  const read = async (): Promise<Result<ReadInventory, SourceFailure>> => {
    const written = await text.read(undefined);
    if (!written.ok) {
      const { code, detail } = written.failure;
      return fail({ code: code === 'UNAVAILABLE' ? code : 'FORBIDDEN', detail });
    }
    const said = written.value === 'unchanged' ? '' : written.value.text;
    return ok(onlyOnce(readInventory(said, format, leaveOut)));
  };
  return {
    tenant: tenant.id,
    source: 'devices',
    watches: (nativeId) =>
      nativeId.startsWith(place) && /^[0-9A-F]{1,120}$/.test(nativeId.slice(place.length)),
    page: async (cursor) => {
      const all = await read();
      if (!all.ok) return all;
      const from = Number(cursor ?? '0');
      const { certificates, faults } = all.value;
      return ok({
        subjects: certificates
          .slice(from, from + pageSize)
          .map((certificate) => subjectOf(options, place, certificate)),
        unread: from > 0 ? [] : faults.map(({ at, message }) => ({ what: `${place}${at}`, reason: message })),
        next: from + pageSize < certificates.length ? String(from + pageSize) : undefined,
      });
    },
    look: async (nativeId) => {
      const all = await read();
      if (!all.ok) return all;
      if (all.value.isRefused)
        return fail({ code: 'FORBIDDEN', detail: `The inventory ${name} can not be taken as it is.` });
      const certificate = all.value.certificates.find(({ serial }) => `${place}${serial}` === nativeId);
      return ok(certificate && subjectOf(options, place, certificate));
    },
  };
};

/** An export may list a certificate once for each of its users. Of what differs, what ends first is taken. */
const onlyOnce = (read: ReadInventory): ReadInventory => {
  const kept = new Map<string, InventoriedCertificate>();
  for (const certificate of read.certificates.toSorted((a, b) => a.expiresAt - b.expiresAt))
    if (!kept.has(certificate.serial)) kept.set(certificate.serial, certificate);
  return { ...read, certificates: [...kept.values()].toSorted((a, b) => (a.serial < b.serial ? -1 : 1)) };
};

const subjectOf = (
  { tenant, digest, name }: Options,
  place: string,
  { device, serial, name: called, startsAt, expiresAt, user }: InventoriedCertificate,
): Subject => {
  const nativeId = `${place}${serial}`;
  const id = subjectId(digest, { tenant: tenant.id, source: 'devices', nativeId });
  return {
    id,
    tenant: tenant.id,
    environment: tenant.environment,
    source: 'devices',
    kind: 'device-profile',
    nativeId,
    appId: undefined,
    name: `${called} (${device})`,
    labels: [`inventory:${name}`],
    ownerHints: { serviceManagementReference: undefined, ownerTag: user },
    enabled: true,
    credentials: [
      {
        id: credentialId(digest, id, 'device-certificate', serial),
        kind: 'device-certificate',
        keyId: serial,
        name: called,
        startsAt,
        expiresAt,
        thumbprint: undefined,
        hint: undefined,
        enabled: true,
        renewsItself: false,
        managedBy: undefined,
      },
    ],
  };
};
