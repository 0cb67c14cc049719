import type { Credential, Subject } from '../domain/credential.ts';
import type { Digest, SilenceId } from '../domain/ids.ts';
import type { Finding } from '../domain/judged.ts';
import { type Instant, toIso } from '../domain/time.ts';
import type { OutgoingMessage } from '../ports/publisher.ts';
import { aboutCredential } from './about.ts';
import { eventMessage } from './outgoing.ts';

export interface FindingSaid {
  readonly subject: Subject;
  readonly credential: Credential;
  readonly finding: Finding | 'unclaimed-credential' | 'exception-half-time' | 'exception-ended';
  readonly transition: string;
  readonly silenceId?: SilenceId;
  readonly sequence: number;
  readonly now: Instant;
}

/**
 * A finding as an event of version 2 and, if version 1 has a word for it, of version 1 as well, for those who still
 * subscribe to that.
 */
export const findingMessages = (digest: Digest, said: FindingSaid): readonly OutgoingMessage[] => {
  const { subject, credential, finding, transition, silenceId, sequence, now } = said;
  const base = { tenant: subject.tenant, about: credential.id, transition, at: now };
  const detail = credential.concerns?.find(({ what }) => what === finding)?.detail;
  const data = {
    ...aboutCredential(subject, credential),
    sequence,
    keyId: credential.keyId,
    ...(credential.expiresAt === undefined ? {} : { expiresAt: toIso(credential.expiresAt) }),
  };
  const second = eventMessage(digest, {
    ...base,
    type: 'expiry-monitor.credential.finding.v2',
    data: {
      ...data,
      finding,
      ...(detail === undefined ? {} : { detail }),
      ...(silenceId === undefined ? {} : { silenceId }),
      ...(credential.startsAt === undefined ? {} : { startsAt: toIso(credential.startsAt) }),
    },
  });
  if (!isOfVersion1(finding)) return [second];
  return [
    eventMessage(digest, {
      ...base,
      type: 'expiry-monitor.credential.finding.v1',
      data: { ...data, finding },
    }),
    second,
  ];
};

type OfVersion1 = 'no-expiry' | 'long-expired' | 'unclaimed-credential';

const isOfVersion1 = (finding: FindingSaid['finding']): finding is OfVersion1 =>
  finding === 'no-expiry' || finding === 'long-expired' || finding === 'unclaimed-credential';
