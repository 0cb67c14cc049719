import { application, type ApplicationSpec, certificate, secret } from './application-spec.ts';

const PURPOSES = ['terraform', 'jenkins', 'grafana', 'sonar', 'nexus', 'argo'];

const reporting = (owner: string, ends: number): ApplicationSpec =>
  application('Reporting API', {
    owners: [owner],
    credentials: [secret('reporting', ends - 180, ends)],
    traps: ['same-display-name'],
  });

/** Applications that are odd as a whole: by name, by number of credentials, by being switched off. */
export const ODD_SHAPES: readonly ApplicationSpec[] = [
  reporting('david.cohen', 120),
  reporting('nadia.haddad', 160),
  reporting('sofia.rossi', 200),
  application('build-agents', {
    owners: ['jonas.becker'],
    credentials: [
      ...PURPOSES.map((name, n) => secret(name, -150 - 9 * n, 215 - 9 * n)),
      ...PURPOSES.map((name, n) => secret(`${name} (dr)`, -40 - n, 325 - n)),
    ],
    traps: ['many-secrets'],
  }),
  application('static-website', { owners: ['noor.bakker'], traps: ['no-credentials'] }),
  application('mobile-app (public client)', { owners: ['pieter.devries'], traps: ['no-credentials'] }),
  application('retired-chatbot', {
    owners: ['grace.mwangi'],
    credentials: [secret('bot', -352, 13.7)],
    isDisabled: true,
    traps: ['disabled'],
  }),
  application("O'Reilly' or PartitionKey ne '' -- {{7*7}} ${7*7} %0d%0a ../../x?y#z~", {
    owners: ['sean.obrien'],
    credentials: [secret("'; DROP TABLE Subjects;--", -90, 275)],
    traps: ['hostile-name'],
  }),
  application(' \u200b\t ', {
    owners: ['sean.obrien'],
    credentials: [secret('  ', -90, 290)],
    traps: ['hostile-name'],
  }),
  application('store-wifi-portal', {
    environment: 'LIVE',
    owners: ['liam.murphy'],
    credentials: [secret('portal', -368, -3.4)],
    traps: ['expired-and-in-service'],
  }),
];

/** What ten years leave behind: name, owner, day of the end. */
const FORGOTTEN: readonly (readonly [name: string, owner: string | undefined, ends: number])[] = [
  ['dragonfly-poc', 'sofia.rossi', -45],
  ['christmas-campaign-2025', undefined, -68],
  ['old-crm-export', 'greta.olsen', -90],
  ['test app 1', undefined, -131],
  ['Copy of test app 1', undefined, -203],
  ['kiosk-prototype', 'rachel.green', -288],
  ['hackathon-team-7', 'arjun.mehta', -365],
  ['sp-for-terraform-dont-delete', 'henrik.dahl', -402],
  ['skype-room-bridge', undefined, -547],
  ['lync-presence', 'noor.bakker', -733],
  ['onedrive-migration-wave-3', 'greta.olsen', -980],
  ['yammer-archive', undefined, -1204],
  ['fax-to-mail', 'victor.ionescu', -1611],
  ['dirsync-helper', undefined, -2250],
  ['aad-graph-sample', 'paula.jimenez', -2902],
];

/** Expired long ago, every fourth a certificate. */
export const LONG_EXPIRED: readonly ApplicationSpec[] = FORGOTTEN.map(([name, owner, ends], nth) =>
  application(name, {
    owners: owner === undefined ? [] : [owner],
    credentials: [
      nth % 4 === 3 ? certificate(`CN=${name}`, ends - 365, ends) : secret('key1', ends - 365, ends),
    ],
    traps: ['long-expired'],
  }),
);

/** The other half of the monitor, for those who sign it in as an application instead of an identity. */
export const MONITOR: readonly ApplicationSpec[] = [
  application('Expiry Monitor (renewer)', {
    owners: ['adaeze.okafor', 'wei.zhang'],
    credentials: [secret('monitor', -60, 120)],
    traps: ['self-watch', 'two-owners'],
    graphRoles: ['Application.ReadWrite.All', 'User.Read.All', 'Directory.Read.All'],
    trustsIdentities: true,
  }),
];
