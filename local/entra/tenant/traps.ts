/**
 * What is odd in this tenant, and why: each was met in a real product. The applications say which of them they carry
 * (`traps` in roster-*.ts); `indexesByTrap` turns that into the table of application indexes.
 */
export const TRAPS = {
  'app-id-is-not-object-id': 'An application has two ids; a path with the wrong one must find nothing.',
  'same-display-name': 'Names are not unique: three applications are called the same.',
  'key-id-on-two-applications': 'A key id is unique only within its application.',
  'same-certificate-on-two-applications':
    'One certificate, two applications: one thumbprint, two things to renew.',
  'malformed-entry': 'An end date that is no date: that application is unread, and coverage must say so.',
  'sub-second-end': 'An end with seven digits after the second, more than a JavaScript date holds.',
  'leap-day-end': 'An end on 29 February.',
  'ends-on-a-limit': 'Ends exactly 30 days after the epoch, to the second.',
  'no-end': 'No end date at all: a finding, not an expiry.',
  'over-long': 'Ends in 2099.',
  'not-yet-effective': 'Starts in the future; the one in use is another.',
  replaced: 'A newer credential for the same purpose is already valid; the old one only waits to be removed.',
  'long-expired': 'Expired long before anyone looked: must not flood people on the first run.',
  'expired-and-in-service': 'The only credential expired a few days ago.',
  'many-owners': '25 owners: more than one page, and more than $expand shows.',
  'two-owners': 'Both can act; one message each or one together, never two requests.',
  'owner-disabled': 'The only owner has left; the manager is known.',
  'owner-disabled-without-manager': 'The only owner has left and nobody knows the manager.',
  'owner-guest': 'The only owner is a guest of another organisation.',
  'owner-without-mail': 'The only owner is enabled and has no mailbox.',
  'owner-service-principal': 'The only owner is not a person.',
  'owner-on-service-principal': 'Nobody owns the application; its service principal has an owner.',
  'owner-mixed': 'A service principal, a person who left and a person who is there.',
  'no-owner': 'Nobody owns it. It follows an owned application, so that state leaking in a loop shows.',
  'team-mailbox': 'Nobody owns it; a team mailbox stands in its tags or notes.',
  'service-management-reference': 'Nobody owns it; a configuration item is named.',
  'system-managed': 'Made and renewed by the platform: never to be announced.',
  'hostile-name': 'A name that tries to be something else in a page, mail, sheet, header or log.',
  'many-secrets': 'A dozen secrets on one application, of several purposes.',
  'no-credentials': 'Nothing to expire.',
  disabled: 'The application is switched off.',
  'token-encryption': 'The certificate encrypts tokens; its expiry breaks something else than sign-in.',
  'symmetric-key': 'A key credential that is a secret by nature.',
  'self-watch': 'The monitor itself: its own credential expires too.',
} as const;

export type TrapName = keyof typeof TRAPS;

/** Which applications carry each trap, by index. */
export const indexesByTrap = (
  applications: readonly { readonly traps: readonly TrapName[] }[],
): ReadonlyMap<TrapName, readonly number[]> => {
  const indexes = new Map<TrapName, number[]>(Object.keys(TRAPS).map((name) => [name as TrapName, []]));
  for (const [index, { traps }] of applications.entries()) {
    for (const trap of traps) indexes.get(trap)?.push(index);
  }
  return indexes;
};
