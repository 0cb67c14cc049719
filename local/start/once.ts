import type { IssuingAuthority } from '../certificates/issuing-authority.ts';
import { approver } from './approver.ts';
import type { BusControl } from './bus-control.ts';
import type { Listening } from './listen.ts';
import type { HostControl } from './host-control.ts';
import { Problem } from './problem.ts';
import { certificateTeam } from './certificate-team.ts';
import { federationTeam } from './federation-team.ts';
import { recipient, type Revealed } from './recipient.ts';
import { renewalsIn } from './renewals.ts';
import { kindsLine, renewalsTable, type Report, reportOn } from './report.ts';
import { playScenario } from './scenario.ts';
import { signInRefusal } from './sign-in.ts';
import type { Surroundings } from './surroundings.ts';
import { approversOf } from './tenant.ts';

interface OnceOptions {
  readonly surroundings: Surroundings;
  readonly functionsUrl: string;
  readonly caPem: string;
  /** The authority of the organisation. */
  readonly authority: IssuingAuthority;
  readonly host: HostControl;
  readonly bus: BusControl;
  readonly listening: Listening;
  readonly say: (line: string) => void;
  readonly onRest: () => void;
  readonly deadline: AbortSignal;
  /** Nothing had happened before: a run must bring something about. */
  readonly isFirst: boolean;
}

/** How a round ended. */
export interface Outcome {
  readonly report: Report;
  /** What went wrong, in sentences; empty if nothing did. */
  readonly faults: readonly string[];
}

/** Runs one round unattended and tells what became of each renewal. */
export const runOnce = async (options: OnceOptions): Promise<Outcome> => {
  const { surroundings, functionsUrl, listening, bus, say, deadline } = options;
  await playScenario({
    ...options,
    approver: approver({
      deskUrl: surroundings.desk.pageUrl,
      approvers: approversOf(surroundings.tenant),
      signal: deadline,
    }),
    certificateTeam: certificateTeam({
      deskUrl: surroundings.desk.pageUrl,
      member: approversOf(surroundings.tenant)[0] ?? '',
      authority: options.authority,
      signal: deadline,
    }),
    federationTeam: federationTeam({ surroundings, functionsUrl, signal: deadline }),
    recipient: recipient({
      inboxUrl: surroundings.mail.pageUrl,
      functionsUrl,
      people: surroundings.tenant.people,
      caPem: options.caPem,
      use: (revealed) => signIn(options, revealed),
      signal: deadline,
    }),
  });
  for (const line of renewalsTable(listening.events)) say(line);
  const report = reportOn(listening.events, {
    deadLetters: await bus.deadLetters(),
    tookMs: Math.round(performance.now()),
    firstEventMs: listening.firstAt() ?? 0,
  });
  say(kindsLine(report.renewals));
  return { report, faults: faultsIn(report, options) };
};

/** The proof that it was the secret: the application signs in with it. */
const signIn = async (
  { surroundings, listening, caPem, deadline }: OnceOptions,
  { reference, objectId, secret }: Revealed,
): Promise<void> => {
  const { entra, tenant } = surroundings;
  const clientId =
    renewalsIn(listening.events).get(reference)?.applicationId ??
    tenant.nearExpiry.find((application) => application.objectId === objectId)?.appId;
  if (clientId === undefined)
    throw new Problem(`A link gave a secret of ${objectId}, which is no application here.`);
  const { loginUrl, tenantId } = entra;
  const refusal = await signInRefusal({ loginUrl, tenantId, caPem, clientId, secret, signal: deadline });
  if (refusal !== undefined) throw new Problem(`${clientId} can't sign in with its new secret: ${refusal}`);
};

const faultsIn = (report: Report, { listening, isFirst }: OnceOptions): readonly string[] => {
  const { scan, deadLetters, links, requests, retirementsScheduled } = report;
  const held = [...renewalsIn(listening.events).values()].filter(({ heldUp }) => heldUp !== undefined);
  const named = held.map(({ name, heldUp }) => `${name} (${heldUp?.failure ?? ''})`).join('; ');
  return [
    ...(scan.failed > 0 ? [`${scan.failed} scans failed.`] : []),
    ...(deadLetters > 0 ? [`${deadLetters} messages are dead letters.`] : []),
    ...(held.length === 0 ? [] : [`${held.length} renewals are held up: ${named}.`]),
    ...(links.redeemed < links.sent
      ? [`${links.sent - links.redeemed} links were mailed and not redeemed.`]
      : []),
    ...(isFirst && requests.opened === 0 ? ['No renewal was requested.'] : []),
    ...(isFirst && retirementsScheduled === 0 ? ['No old secret is to be removed.'] : []),
  ];
};
