import { graphDevices } from '../../lib/adapters/graph/devices-source.ts';
import { sha256 } from '../../lib/adapters/system/sha256.ts';
import { days, parseInstant } from '../../lib/domain/time.ts';
import { devicesOf } from '../../local/entra/tenant/devices.ts';
import { DENIAL, OUTAGE, runGraph } from '../support/graph-stand-in.ts';
import { credentialSourceContract } from './credential-source.contract.ts';

const EPOCH = parseInstant('2026-11-21T00:00:00Z')!;
const idsIn = (path: string, entries: readonly object[]): string[] =>
  entries.flatMap((entry) => ('id' in entry ? [`${path}/${String(entry.id)}`] : []));

credentialSourceContract('the management of devices', async () => {
  const graph = await runGraph({ epoch: EPOCH });
  const { seed, epoch, domain } = graph.entra.tenant;
  const { stable, beta, issued } = devicesOf(seed, epoch, domain);
  const [tokens = []] = Object.values(stable);
  const odd = idsIn('deviceAppManagement/vppTokens', tokens).at(-1)!;
  const profiles = (beta['deviceManagement/deviceConfigurations'] ?? []) as {
    '@odata.type': string;
    id: string;
  }[];
  const nativeIds = [
    'deviceManagement/applePushNotificationCertificate',
    ...[...Object.entries(stable), ...Object.entries(beta)].flatMap(([path, entries]) =>
      idsIn(path, entries),
    ),
    ...Object.entries(issued).flatMap(([profile, states]) => {
      const type = profiles.find(({ id }) => id === profile)?.['@odata.type'].slice(1) ?? '';
      return idsIn(
        `deviceManagement/deviceConfigurations/${profile}/${type}/managedDeviceCertificateStates`,
        states,
      );
    }),
  ].filter((id) => id !== odd && !id.endsWith(profiles[0]!.id)); // the odd token, and the kiosk's settings
  return {
    source: graphDevices({
      ...{ client: graph.client(), graphRoot: new URL(graph.entra.graphUrl), tenant: graph.tenant },
      ...{ digest: sha256, limit: days(120), beta: true, issued: true, pageSize: 1 },
    }),
    nativeIds,
    missing: 'deviceAppManagement/vppTokens/00000000-0000-4000-8000-000000000000',
    unread: odd,
    values: [],
    goAway: () => {
      graph.fault(OUTAGE);
    },
    deny: () => {
      graph.fault(DENIAL);
    },
    comeBack: graph.comeBack,
    stop: graph.stop,
  };
});
