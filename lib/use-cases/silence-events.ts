import type { Digest } from '../domain/ids.ts';
import type { KeptSilence } from '../domain/kept-silence.ts';
import { isWaiting } from '../domain/kept-silence.ts';
import type { PersonKey } from '../domain/person.ts';
import { type Instant, toIso } from '../domain/time.ts';
import type { OutgoingMessage } from '../ports/publisher.ts';
import { aboutRenewalSubject } from './about.ts';
import { eventMessage } from './outgoing.ts';

/** Its reason is for those who decide, and is in no event. */
const about = ({ silence, of }: KeptSilence) => ({
  ...aboutRenewalSubject(of),
  silenceId: silence.id,
  silenceKind: silence.kind,
  startsAt: toIso(silence.startsAt),
  until: toIso(silence.until),
  author: ref(silence.author),
  ...(silence.approver === undefined ? {} : { approver: ref(silence.approver) }),
});

const ref = ({ tenant, objectId }: PersonKey) => ({ tenantId: tenant, objectId });

/** Someone asked for silence; or another person approved it, and it holds. */
export const silencedEvent = (digest: Digest, kept: KeptSilence, at: Instant): OutgoingMessage => {
  const step = isWaiting(kept.silence) ? 'requested' : 'in-force';
  return eventMessage(digest, {
    type: 'expiry-monitor.credential.silenced.v1',
    tenant: kept.of.tenant,
    about: kept.silence.id,
    transition: step,
    at,
    data: { ...about(kept), step },
  });
};

/** A silence is over; it ends once. Undefined while it is not. */
export const silenceEndedEvents = (digest: Digest, kept: KeptSilence): readonly OutgoingMessage[] =>
  kept.ended === undefined
    ? []
    : [
        eventMessage(digest, {
          type: 'expiry-monitor.credential.snooze-ended.v1',
          tenant: kept.of.tenant,
          about: kept.silence.id,
          transition: 'ended',
          at: kept.ended.at,
          data: { ...about(kept), endedAt: toIso(kept.ended.at), cause: kept.ended.cause },
        }),
      ];
