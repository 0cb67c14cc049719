import type { Digest } from '../domain/ids.ts';
import type { Link } from '../domain/link.ts';
import type { ReportKind } from '../domain/link-report.ts';
import { type Instant, toIso } from '../domain/time.ts';
import type { OutgoingMessage } from '../ports/publisher.ts';
import { aboutRenewalSubject } from './about.ts';
import { eventMessage, wakeMessage } from './outgoing.ts';

/** Wakes the renewal, which looks at its link itself. */
export const wakeFollower = (
  digest: Digest,
  { renewalId, of }: Pick<Link, 'renewalId' | 'of'>,
  occasion: string,
): OutgoingMessage => wakeMessage(digest, 'follow-link', renewalId, of.subjectId, occasion);

const about = ({ of, renewalId, attempt }: Link) => ({ ...aboutRenewalSubject(of), renewalId, attempt });

const recipientOf = ({ recipient }: Link) => ({
  tenantId: recipient.tenant,
  objectId: recipient.objectId,
});

/** The recipient has the secret. */
export const redeemedMessages = (digest: Digest, link: Link, now: Instant): readonly OutgoingMessage[] => [
  eventMessage(digest, {
    type: 'expiry-monitor.renewal.link-redeemed.v1',
    tenant: link.of.tenant,
    about: link.renewalId,
    transition: `link-redeemed#${link.attempt}`,
    at: now,
    data: { ...about(link), redeemedAt: toIso(now), recipient: recipientOf(link) },
  }),
  wakeFollower(digest, link, `redeemed#${link.attempt}`),
];

/** The hour is over, and nobody has the secret. */
export const expiredMessages = (digest: Digest, link: Link, now: Instant): readonly OutgoingMessage[] => [
  eventMessage(digest, {
    type: 'expiry-monitor.renewal.link-expired.v1',
    tenant: link.of.tenant,
    about: link.renewalId,
    transition: `link-expired#${link.attempt}`,
    at: now,
    data: { ...about(link), expiredAt: toIso(link.notAfter) },
  }),
  wakeFollower(digest, link, `expired#${link.attempt}`),
];

/** The recipient says that something is wrong. */
export const reportedMessages = (
  digest: Digest,
  link: Link,
  report: ReportKind,
  now: Instant,
): readonly OutgoingMessage[] => [
  eventMessage(digest, {
    type: 'expiry-monitor.renewal.link-reported.v1',
    tenant: link.of.tenant,
    about: link.renewalId,
    transition: `link-reported#${link.attempt}#${report}`,
    at: now,
    data: { ...about(link), reportedAt: toIso(now), report, reporter: recipientOf(link) },
  }),
  wakeFollower(digest, link, `reported#${link.attempt}#${report}`),
];
