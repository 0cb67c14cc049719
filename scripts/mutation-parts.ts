/** Files of the domain, and the tests that are about them: those are changed, and these have to notice. */
export interface Part {
  /** Files of lib/domain. */
  readonly files: readonly string[];
  /** Files of tests/domain, or of another folder of tests that is named. */
  readonly tests: readonly string[];
}

const part = (files: string, tests = files): Part => ({ files: files.split(' '), tests: tests.split(' ') });

/** Every file of lib/domain that decides anything is in one part. */
export const PARTS: readonly Part[] = [
  part('advice selector severity silence system-managed policy-labels'),
  part('stage policy replaced verdict', 'stage policy replaced verdict passing explanation'),
  part('judging judged owing next-due exceptions', 'judging judging-notices judging-silences'),
  part('findings credential', 'findings'),
  part('explanation'),
  part('signer-succession'),
  part('owner owner-chain notice-recipients person approval', 'owner owner-chain notice-recipients approval'),
  part(
    'owner-override owner-contact owner-evidence owner-tag',
    'owner-override owner-words owner unit/owner-evidence',
  ),
  part('approval-stages given-decision'),
  part('retirement-evidence renewal-retiring', 'retirement-evidence renewal'),
  part('ids time calendar backoff retirement tenant marker', 'ids time dates small-rules calendar marker'),
  part('link link-advance link-binding link-report', 'link link-codes link-undelivered'),
  part('renewal renewal-advance renewal-step renewal-sketch', 'renewal renewal-sketch'),
  part('renewal-deciding renewal-call-off', 'renewal renewal-deciding renewal-call-off'),
  part('roll-over roll-over-advance roll-over-due roll-over-word renewal-roll-over', 'roll-over'),
  part('roll-over-plan roll-over-seen given-word'),
  part('renewal-version', 'renewal renewal-version'),
  part('handed-certificate renewal-certificate'),
  part('next-version item-place', 'next-version'),
  part('signed-certificate'),
  part('tending tended', 'tending'),
  part('adoption removal-day ticket-view', 'desk-rules'),
  part('passing portal', 'passing portal unit/passing'),
  part('arming caller day-tally kept-silence lateness marks shrinking'),
  part('audit-chain audit-verification checkpoint merkle', 'audit-verification unit/audit-chain'),
  part('approval-mails given-report', 'approval-mails given-report'),
  part('audit-proof merkle-proof', 'unit/audit-proof'),
  part('csv'),
  part('kept-item declared-item own-credentials'),
  part('device-inventory'),
  part('metadata-import kept-metadata federation-metadata', 'metadata-import federation-metadata'),
  part('openid-provider'),
  part('certificate-rules certificate-profile public-certificate', 'certificate-rules certificate-profile'),
  part('deposit'),
  part('tls-endpoint'),
  part('cloud'),
  part('known-systems'),
  part(
    'mail-address mail-code mail-reference provider-words session unattended-mail',
    'mail-code mail-words session',
  ),
  part('recorded-credential renewed-here', 'recorded-credential next-version'),
];

/** What makes no decision: a type, and six lines of plumbing. */
export const NOTHING_TO_CHANGE: ReadonlySet<string> = new Set(['brand', 'result']);
