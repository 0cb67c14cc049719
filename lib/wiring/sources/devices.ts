import { sha256 } from '../../adapters/system/sha256.ts';
import { ok } from '../../domain/result.ts';
import { deviceInventory } from '../../adapters/inventories/inventory-source.ts';
import type { CredentialSource } from '../../ports/credential-source.ts';
import type { WrittenText } from '../../ports/written-text.ts';
import { onFirstUse } from '../on-first-use.ts';
import { joinedSources } from './joined-sources.ts';
import { sourceOnFirstUse } from './source-on-first-use.ts';
import type { SourceNeeds, SourceWiring } from './source-wiring.ts';

type Tenant = SourceNeeds['settings']['TENANTS'][number];
type Devices = NonNullable<Tenant['devices']>;

export const devicesOf: SourceWiring = (needs) =>
  needs.settings.TENANTS.flatMap((tenant) => {
    const { devices } = tenant;
    if (devices === undefined) return [];
    const [first, ...others] = [
      ...intuneOf(needs, tenant, devices),
      ...devices.inventories.map((inventory) =>
        deviceInventory({ ...inventory, tenant, digest: sha256, text: textOf(needs, inventory) }),
      ),
    ];
    return first === undefined ? [] : [joinedSources([first, ...others])];
  });

/** What is in a device management of Microsoft is told by its path below Graph. */
const IN_INTUNE = /^device(?:App)?Management\//;

const intuneOf = (
  { clientFor }: SourceNeeds,
  tenant: Tenant,
  { intune, issued, renewBefore: limit }: Devices,
): readonly CredentialSource[] =>
  intune === 'off'
    ? []
    : [
        sourceOnFirstUse(
          { tenant: tenant.id, source: 'devices', watches: (nativeId) => IN_INTUNE.test(nativeId) },
          async () => {
            const { graphDevices } = await import('../../adapters/graph/devices-source.ts');
            return graphDevices({
              ...{ client: clientFor(tenant.id), graphRoot: tenant.graph, tenant, digest: sha256, limit },
              ...{ beta: intune === 'beta', issued: issued && intune === 'beta' },
            });
          },
        ),
      ];

const textOf = (
  { settings, home }: SourceNeeds,
  { file, url }: Devices['inventories'][number],
): WrittenText => {
  if (url === undefined) return { read: () => Promise.resolve(ok({ text: file ?? '', tag: '' })) };
  return onFirstUse<WrittenText>({ read: true }, async () => {
    const { textBlob } = await import('../../adapters/blob-storage/text-blob.ts');
    return textBlob({ url, credential: home, timeout: settings.REQUEST_TIMEOUT });
  });
};
