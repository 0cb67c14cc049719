import { expect, test } from '@jest/globals';
import type { Application, Owner } from '../../local/entra/tenant/graph-types.ts';
import { generateTenant } from '../../local/entra/tenant/tenant.ts';
import { indexesByTrap, type TrapName, TRAPS } from '../../local/entra/tenant/traps.ts';

const EPOCH = Date.UTC(2026, 10, 21);
const DAY = 86_400_000;
const tenant = generateTenant({ seed: 'any', apps: 120, epoch: EPOCH });
const specs = Array.from({ length: tenant.apps }, (_, index) => tenant.specAt(index));
const indexes = indexesByTrap(specs);

interface Carrier {
  readonly index: number;
  readonly application: Application;
  readonly owners: readonly Owner[];
}

const daysLeft = ({ endDateTime }: { readonly endDateTime: string | null }): number =>
  (Date.parse(endDateTime ?? '') - EPOCH) / DAY;
const starts = ({ startDateTime }: { readonly startDateTime: string | null }): number =>
  (Date.parse(startDateTime ?? '') - EPOCH) / DAY;
const credentials = ({ application }: Carrier) => [
  ...application.passwordCredentials,
  ...application.keyCredentials,
];
const ends = (carrier: Carrier) => credentials(carrier).map(({ endDateTime }) => endDateTime);
const people = ({ owners }: Carrier) =>
  owners.flatMap((owner) => (owner.type === 'user' ? [owner.user] : []));
const equal = (values: readonly unknown[]) => new Set(values).size === 1;

/** What must hold of the applications that carry each trap; a trap without a line here does not compile. */
const holds: Readonly<Record<TrapName, (carriers: readonly Carrier[]) => boolean>> = {
  'app-id-is-not-object-id': (all) => all.every(({ application: { id, appId } }) => id !== appId),
  'same-display-name': (all) =>
    all.length > 1 && equal(all.map(({ application }) => application.displayName)),
  'key-id-on-two-applications': (all) =>
    all.length === 2 && equal(all.flatMap((one) => credentials(one).map(({ keyId }) => keyId))),
  'same-certificate-on-two-applications': (all) =>
    all.length === 2 &&
    equal(all.flatMap(({ application }) => application.keyCredentials.map(({ key }) => key))) &&
    !equal(all.flatMap(({ application }) => application.keyCredentials.map(({ keyId }) => keyId))),
  'malformed-entry': (all) =>
    all.length === 1 &&
    ends(all[0]!).filter((end) => end !== null && Number.isNaN(Date.parse(end))).length === 1,
  'sub-second-end': (all) => all.every((one) => ends(one).some((end) => end?.endsWith('59.9999999Z'))),
  'leap-day-end': (all) => all.every((one) => ends(one).some((end) => end?.includes('-02-29T'))),
  'ends-on-a-limit': (all) => all.every((one) => credentials(one).some((each) => daysLeft(each) === 30)),
  'no-end': (all) => all.length > 2 && all.every((one) => ends(one).includes(null)),
  'over-long': (all) => all.every((one) => ends(one).some((end) => end?.startsWith('2099-'))),
  'not-yet-effective': (all) =>
    all.every((one) => {
      const given = credentials(one);
      return (
        given.some((each) => starts(each) > 1) && given.some((each) => starts(each) < 0 && daysLeft(each) > 0)
      );
    }),
  replaced: (all) =>
    all.every((one) => {
      const [older, newer] = credentials(one).sort((a, b) => daysLeft(a) - daysLeft(b));
      return daysLeft(older!) < 30 && starts(newer!) < 0 && daysLeft(newer!) > 90;
    }),
  'long-expired': (all) =>
    all.length === 15 && all.every((one) => credentials(one).every((each) => daysLeft(each) < -40)),
  'expired-and-in-service': (all) => all.every((one) => credentials(one).every((each) => daysLeft(each) < 0)),
  'many-owners': (all) => all.every(({ owners }) => owners.length === 25),
  'two-owners': (all) => all.every((one) => people(one).filter((user) => user.accountEnabled).length === 2),
  'owner-disabled': (all) =>
    all.every((one) => people(one).length === 1 && !people(one)[0]!.accountEnabled && hasManager(one)),
  'owner-disabled-without-manager': (all) =>
    all.every((one) => people(one).length === 1 && !people(one)[0]!.accountEnabled && !hasManager(one)),
  'owner-guest': (all) => all.every((one) => people(one).every(({ userType }) => userType === 'Guest')),
  'owner-without-mail': (all) => all.every((one) => people(one).every(({ mail }) => mail === null)),
  'owner-service-principal': (all) =>
    all.every(({ owners }) => owners.length === 1 && owners[0]!.type === 'servicePrincipal'),
  'owner-on-service-principal': (all) =>
    all.every(({ index, owners }) => owners.length === 0 && tenant.principalOwnersAt(index).length === 1),
  'owner-mixed': (all) =>
    all.every(
      (one) =>
        one.owners.length === 3 &&
        people(one)
          .map((user) => user.accountEnabled)
          .join() === 'false,true',
    ),
  'no-owner': (all) =>
    all.every(({ index, owners }) => owners.length === 0 && tenant.ownersAt(index - 1).length > 0),
  'team-mailbox': (all) =>
    all.every(
      ({ owners, application: { notes, tags } }) =>
        owners.length === 0 && `${notes} ${tags.join()}`.includes('@'),
    ),
  'service-management-reference': (all) =>
    all.every(
      ({ owners, application }) => owners.length === 0 && application.serviceManagementReference !== null,
    ),
  'system-managed': (all) =>
    all.length === 4 && all.every((one) => credentials(one).some((each) => daysLeft(each) < 30)),
  'hostile-name': (all) => {
    const names = all.map(({ application }) => application.displayName);
    return [
      /<img/,
      /^=HYPERLINK/,
      /\r\n/,
      /\u202e/,
      /\p{Extended_Pictographic}/u,
      /^.{250}$/,
      /'; ?|' or/,
    ].every((kind) => names.some((name) => kind.test(name)));
  },
  'many-secrets': (all) => all.every((one) => credentials(one).length === 12),
  'no-credentials': (all) => all.every((one) => credentials(one).length === 0),
  disabled: (all) => all.every(({ application }) => application.isDisabled === true),
  'token-encryption': (all) =>
    all.every(({ application: { keyCredentials, tokenEncryptionKeyId } }) =>
      keyCredentials.some(({ keyId, usage }) => keyId === tokenEncryptionKeyId && usage === 'Encrypt'),
    ),
  'symmetric-key': (all) =>
    all.every(({ application }) => application.keyCredentials.some(({ type }) => type === 'Symmetric')),
  'self-watch': (all) => all.every(({ index }) => tenant.specAt(index).trustsIdentities),
};

const hasManager = (carrier: Carrier): boolean =>
  tenant.people.find(({ user }) => user.id === people(carrier)[0]?.id)?.manager !== undefined;

test.each(Object.entries(TRAPS) as [TrapName, string][])('the tenant holds the trap "%s": %s', (trap) => {
  const carriers = indexes.get(trap)!.map((index) => ({
    index,
    application: tenant.applicationAt(index),
    owners: tenant.ownersAt(index),
  }));
  expect(carriers).not.toHaveLength(0);
  expect(holds[trap](carriers)).toBe(true);
});
