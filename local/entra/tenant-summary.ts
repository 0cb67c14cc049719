import { Hono } from 'hono';
import type { Directory } from './directory.ts';
import type { Identity } from './identities.ts';
import { DAY } from './tenant/graph-time.ts';
import type { Application, Owner } from './tenant/graph-types.ts';
import { indexesByTrap } from './tenant/traps.ts';

/** A client secret or certificate that ends soon, with those who could renew it. */
export interface NearExpiry {
  readonly index: number;
  readonly objectId: string;
  readonly appId: string;
  readonly displayName: string;
  readonly kind: 'secret' | 'certificate';
  readonly keyId: string;
  readonly endDateTime: string;
  readonly daysLeft: number;
  readonly traps: readonly string[];
  /** User principal names of enabled members with a mailbox. */
  readonly owners: readonly string[];
  /** An ordinary case: one enabled owner or more, and nothing odd but perhaps the name. */
  readonly isRenewable: boolean;
}

/** How far ahead the list looks. */
const HORIZON_DAYS = 60;
/** Traps that don't keep an application from being renewed the ordinary way. */
const HARMLESS = ['hostile-name', 'app-id-is-not-object-id'];

/** What a tester needs to know of the tenant without being Graph: for scenarios and for people, never for the product. */
export const tenantSummary = (
  directory: Directory,
  identities: readonly Identity[],
  now: () => number,
): Hono => {
  const app = new Hono();
  const { tenant } = directory;
  const indexes = Array.from({ length: tenant.apps }, (_, index) => index);

  app.get('/_tenant', (c) => {
    const applications = indexes.map((index) => directory.read(index));
    const traps = indexesByTrap(indexes.map((index) => tenant.specAt(index)));
    return c.json({
      tenantId: tenant.id,
      displayName: tenant.displayName,
      domain: tenant.domain,
      seed: tenant.seed,
      epoch: new Date(tenant.epoch).toISOString(),
      applications: tenant.apps,
      credentials: {
        secrets: sum(applications.map(({ passwordCredentials }) => passwordCredentials.length)),
        certificates: sum(applications.map(({ keyCredentials }) => keyCredentials.length)),
      },
      traps: Object.fromEntries(traps),
      people: tenant.people.map(({ user, manager, isApprover }) => ({ ...user, manager, isApprover })),
      identities: identities.map(({ name, principal, roles }) => ({
        name,
        clientId: principal.appId,
        objectId: principal.id,
        roles,
      })),
      nearExpiry: applications
        .flatMap((application, index) => nearExpiry(directory, application, index, now()))
        .sort((a, b) => a.daysLeft - b.daysLeft),
    });
  });

  /** The value of a generated secret, for a scenario that plays the application which still uses it. */
  app.get('/_tenant/applications/:appId/secrets/:keyId', (c) => {
    const index = tenant.indexOfAppId(c.req.param('appId'));
    const value = index === undefined ? undefined : tenant.secretAt(index, c.req.param('keyId'));
    return value === undefined ? c.json({ error: 'No such generated secret.' }, 404) : c.json({ value });
  });

  return app;
};

const nearExpiry = (
  { tenant }: Directory,
  application: Application,
  index: number,
  now: number,
): readonly NearExpiry[] => {
  const traps = tenant.specAt(index).traps;
  const owners = tenant.ownersAt(index).flatMap(upnOfReachable);
  const entries = [
    ...application.passwordCredentials.map((credential) => ({ credential, kind: 'secret' as const })),
    ...application.keyCredentials.map((credential) => ({ credential, kind: 'certificate' as const })),
  ];
  return entries.flatMap(({ credential: { keyId, endDateTime }, kind }) => {
    const daysLeft = (Date.parse(endDateTime ?? '') - now) / DAY;
    if (endDateTime === null || !(daysLeft > 0 && daysLeft <= HORIZON_DAYS)) return [];
    return {
      index,
      objectId: application.id,
      appId: application.appId,
      displayName: application.displayName,
      kind,
      keyId,
      endDateTime,
      daysLeft,
      traps,
      owners,
      isRenewable: kind === 'secret' && owners.length > 0 && traps.every((trap) => HARMLESS.includes(trap)),
    };
  });
};

const upnOfReachable = (owner: Owner): string[] =>
  owner.type === 'user' &&
  owner.user.accountEnabled &&
  owner.user.userType === 'Member' &&
  owner.user.mail !== null
    ? [owner.user.userPrincipalName]
    : [];

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
