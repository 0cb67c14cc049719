import type { KnownDependent } from '../domain/credential.ts';
import type { GivenReport } from '../domain/given-report.ts';
import type { ActiveRenewal } from '../domain/renewal.ts';
import { toIso } from '../domain/time.ts';

/** What happened to the credential that a report is about, as the renewal stands after it. */
const outcome = (at: ActiveRenewal, { kind }: GivenReport): string => {
  if (kind === 'misconfigured')
    return 'Nothing was removed. Please find out what the new credential should be, and have another one asked for if it can not be used.';
  if (kind === 'unsure') return 'Nothing was removed. Please look into it with whoever received it.';
  if (at.state === 'retired' || at.state === 'closed')
    return 'It is the only one that is left, so it was not removed: that would stop the application. Please make another one and remove this one by hand, at once.';
  if (at.state === 'revoked' || at.state === 'link-expired')
    return 'It was removed at once. The approval is too old for another one: please ask anew, or renew by hand.';
  return 'It was removed at once, and another one is made under the approval that was given. Its recipient gets a new link.';
};

/** What the desk's record says. Plain text; names in it are hostile, and the adapter makes them plain. */
export const incidentText = (
  at: ActiveRenewal,
  report: GivenReport,
  dependents: readonly KnownDependent[],
): string => {
  const names = dependents.map(({ name }) => name).join(', ');
  return [
    `On ${toIso(report.at)} somebody of the team reported the new credential of this renewal: ${report.kind}. ${outcome(at, report)}`,
    ...(report.said === undefined ? [] : [`They said: ${report.said}`]),
    ...(report.kind === 'exposed' ? ['Please look into how it came out, and what was done with it.'] : []),
    `Depend on it, and have to be told: ${names === '' ? 'none that is known' : names}.`,
    `Application: ${at.of.name}\nApplication ID: ${at.of.appId ?? 'none'}\nEnvironment: ${at.of.environment}\nRenewal: ${at.id}\nReport: ${report.id}`,
  ].join('\n\n');
};

/** What whoever received it reads on the ticket. */
export const requesterText = (at: ActiveRenewal, report: GivenReport): string => {
  const words: Readonly<Record<GivenReport['kind'], string>> = {
    exposed: 'The team reported that others may have seen the new credential.',
    lost: 'The team reported that the new credential is lost.',
    misconfigured:
      'The team reported that the new credential was made for the wrong thing, or in the wrong way.',
    unsure: 'The team reported that something about the new credential is odd.',
  };
  return `${words[report.kind]} ${outcome(at, report)} Please tell those who depend on it.`;
};
