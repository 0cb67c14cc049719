import { TableClient } from '@azure/data-tables';
import { DefaultAzureCredential, type TokenCredential } from '@azure/identity';
import { ServiceBusClient } from '@azure/service-bus';
import { tableAudit } from '../lib/adapters/tables/audit-table.ts';
import { sha256Bytes } from '../lib/adapters/system/sha256.ts';
import { systemClock } from '../lib/adapters/system/system-clock.ts';
import { type Asked, HELP, readAsked } from './dead-letters/flags.ts';
import { type Letter, lookAt, take } from './dead-letters/letters.ts';
import { placeOf, PLACES } from './dead-letters/places.ts';
import { entryOf } from './dead-letters/record.ts';
import { again } from './dead-letters/replay.ts';
import { givenSettings } from './preflight/given-settings.ts';

type Settings = ReturnType<typeof givenSettings>;

const needed = (settings: Settings, name: string): string => {
  const value = settings[name];
  if (value === undefined || value === '') throw new Error(`${name} is not set.`);
  return value;
};

const busOf = (settings: Settings, credential: TokenCredential): ServiceBusClient => {
  const namespace = settings['SERVICE_BUS__fullyQualifiedNamespace'];
  return namespace === undefined || namespace === ''
    ? new ServiceBusClient(needed(settings, 'SERVICE_BUS'))
    : new ServiceBusClient(namespace, credential);
};

/** The operator, as the sign-in names them: a person's name, or an application's id. */
const whoIs = async (credential: TokenCredential): Promise<string> => {
  const token = await credential.getToken('https://storage.azure.com/.default');
  const claims = JSON.parse(
    Buffer.from(token?.token.split('.')[1] ?? '', 'base64url').toString('utf8') || '{}',
  ) as Readonly<Record<string, unknown>>;
  const name = [claims['upn'], claims['appid'], claims['oid']].find((each) => typeof each === 'string');
  if (typeof name !== 'string') throw new Error('The sign-in does not say who you are.');
  return name;
};

const list = async (bus: ServiceBusClient) => {
  const places = await Promise.all(
    PLACES.map(async (place) => ({ place, letters: await lookAt(bus, place) })),
  );
  return places
    .filter(({ letters }) => letters.length > 0)
    .map(({ place, letters }) => ({
      place: place.name,
      count: letters.length,
      oldest: letters[0]?.enqueuedAt,
      reasons: Object.fromEntries(
        [...new Set(letters.map(({ reason = 'none given' }) => reason))].map((reason) => [
          reason,
          letters.filter((each) => (each.reason ?? 'none given') === reason).length,
        ]),
      ),
    }));
};

const change = async (
  asked: Extract<Asked, { readonly command: 'replay' | 'drop' }>,
  bus: ServiceBusClient,
  settings: Settings,
  credential: TokenCredential,
) => {
  const place = placeOf(asked.place);
  const isWanted = ({ sequenceNumber }: Letter) => asked.sequences?.includes(sequenceNumber) ?? true;
  const wanted = (await lookAt(bus, place)).filter(isWanted);
  const said = wanted.map(({ sequenceNumber, messageId, reason }) => ({ sequenceNumber, messageId, reason }));
  const { command, apply } = asked;
  if (!apply) return { command, place: place.name, dryRun: true, wouldChange: said };

  const audit = tableAudit(
    new TableClient(needed(settings, 'TABLES_URL').replace(/\/$/, ''), 'Audit', credential),
    sha256Bytes,
    systemClock,
  );
  const by = await whoIs(credential);
  const sender = bus.createSender(place.entity);
  const known = new Set(wanted.map(({ sequenceNumber }) => sequenceNumber));
  // Only what was there when we looked: a letter that comes meanwhile is for another time.
  const changed = await take(bus, place, known, async (letter, message) => {
    const act = command === 'replay' ? 'replayed' : 'dropped';
    await audit.append([entryOf(act, letter, { by, reason: asked.reason, now: systemClock.now() })]);
    if (command === 'replay') await sender.sendMessages(again(letter, message));
  });
  await sender.close();
  return { command, place: place.name, dryRun: false, by, changed, letters: said };
};

const run = async (asked: Asked): Promise<unknown> => {
  const settings = givenSettings(asked.settings, process.env);
  const clientId = settings['AZURE_CLIENT_ID'];
  const credential = new DefaultAzureCredential(
    clientId === undefined || clientId === '' ? {} : { managedIdentityClientId: clientId },
  );
  const bus = busOf(settings, credential);
  try {
    switch (asked.command) {
      case 'list':
        return await list(bus);
      case 'show':
        return await lookAt(bus, placeOf(asked.place));
      case 'replay':
      case 'drop':
        return await change(asked, bus, settings, credential);
    }
  } finally {
    await bus.close();
  }
};

try {
  const asked = readAsked(process.argv.slice(2));
  process.stdout.write(asked === undefined ? HELP : `${JSON.stringify(await run(asked), undefined, 2)}\n`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
