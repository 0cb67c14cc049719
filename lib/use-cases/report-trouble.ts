import { type Credential, credentialOf, type Subject } from '../domain/credential.ts';
import { actionsAt, type Policy, stagePolicyFor } from '../domain/policy.ts';
import { active, type Renewal } from '../domain/renewal.ts';
import { replacementOf } from '../domain/replaced.ts';
import { ok, type Result } from '../domain/result.ts';
import type { IncidentCause, KnownIncident } from '../domain/tended.ts';
import { isUnreplaced } from '../domain/tending.ts';
import { type Instant, toIso } from '../domain/time.ts';
import type { Incidents } from '../ports/incidents.ts';
import type { Log } from '../ports/log.ts';
import type { DeskFailure } from '../ports/service-desk.ts';

interface Deps {
  readonly incidents: Incidents;
  readonly policy: Policy;
  readonly log: Log;
  /** After so many failures in a row a renewal that is held up is an incident. */
  readonly incidentAfter: number;
}

/**
 * Opens the one incident of a renewal: when the credential has expired and nothing came in its place, and when an outside
 * failure holds the renewal up for too long. Answers with what the incident says by then.
 */
export const reportTrouble =
  ({ incidents, policy, log, incidentAfter }: Deps) =>
  async (
    renewal: Renewal,
    subject: Subject | undefined,
    now: Instant,
  ): Promise<Result<KnownIncident | undefined, DeskFailure>> => {
    const at = active(renewal);
    let known = at.tended.incident;
    const causes: readonly IncidentCause[] = [
      ...(hasExpired(renewal, subject, policy, now) ? (['expired'] as const) : []),
      ...(renewal.state === 'paused' && renewal.attempts >= incidentAfter ? (['stuck'] as const) : []),
    ];
    for (const cause of causes) {
      if (known?.causes.includes(cause) === true) continue;
      const { name, environment } = at.of;
      const reported = await incidents.report({
        key: at.id,
        title: `${TITLES[cause]}: ${name} (${environment})`,
        text: textOf(cause, renewal),
        group: subject && groupFor(policy, subject, credentialOf(subject, at.of.credentialId)),
      });
      if (!reported.ok) return reported;
      known = { ...reported.value, causes: [...(known?.causes ?? []), cause] };
      log('INCIDENT_OPENED', { renewalId: at.id, incident: reported.value.number, cause });
    }
    return ok(known);
  };

/** Who works on it, as the policy says. */
export const groupFor = (
  policy: Policy,
  subject: Subject,
  credential: Credential | undefined,
): string | undefined =>
  (credential === undefined ? policy.fallback : stagePolicyFor(policy, subject, credential)).assignmentGroup;

const hasExpired = (
  renewal: Renewal,
  subject: Subject | undefined,
  policy: Policy,
  now: Instant,
): boolean => {
  const at = active(renewal);
  const credential = subject && credentialOf(subject, at.of.credentialId);
  if (subject === undefined || credential === undefined || now < at.of.expiresAt) return false;
  if (!isUnreplaced(at) || replacementOf(subject, credential, now) === 'replaced') return false;
  return actionsAt(stagePolicyFor(policy, subject, credential), 'expired').includes('incident');
};

const TITLES: Readonly<Record<IncidentCause, string>> = {
  expired: 'Expired and not renewed',
  stuck: 'Renewal held up',
};

const textOf = (cause: IncidentCause, renewal: Renewal): string => {
  const { of, id } = active(renewal);
  const at = active(renewal);
  const ticket = 'ticket' in at && at.ticket !== undefined ? at.ticket.number : 'none';
  const facts = `Application: ${of.name}\nApplication ID: ${of.appId ?? 'none'}\nEnvironment: ${of.environment}\nKind: ${of.kind}\nKey ID: ${of.keyId}\nRequest: ${ticket}\nRenewal: ${id}`;
  if (cause === 'expired')
    return `The credential ended on ${toIso(of.expiresAt)} and nothing took its place. Sign-ins with it fail now.\n\n${facts}`;
  const held = renewal.state === 'paused' ? renewal : undefined;
  return `Since ${held === undefined ? 'some time' : toIso(held.since)} an outside failure holds this renewal up (${held?.failure ?? 'unknown'}). It is tried again, ever more rarely, until it succeeds. The credential ends on ${toIso(of.expiresAt)}.\n\n${facts}`;
};
