/** Every line that the app can log. A code is for ever; its sentence may be bettered. */
export const LOG = {
  SCAN_STARTED: { level: 'info', message: 'A scan of a source started' },
  SCAN_ENDED: { level: 'info', message: 'A scan of a source ended' },
  SCAN_POSTPONED: {
    level: 'warn',
    message: 'A source can not be read now; the scan goes on later from where it stood',
  },
  SCAN_FAILED: {
    level: 'error',
    message: 'A source can not be read: a right is missing, or it was away for too long',
  },
  SCAN_OVERDUE: {
    level: 'warn',
    message: 'A scan had not ended when the next one was due',
  },
  SCAN_SHRUNK: {
    level: 'error',
    message: 'A source shows far less than before; nothing was concluded from that',
  },
  ENTRY_UNREAD: {
    level: 'warn',
    message: 'A source holds an entry that can not be understood; it is in the coverage',
  },
  LOOK_POSTPONED: {
    level: 'warn',
    message: 'An object that its vault told of can not be read now; a scan of its source reads it',
  },
  EVENT_UNWATCHED: { level: 'info', message: 'A vault told of something that is not watched' },
  SOURCE_ARMED: { level: 'info', message: 'A source is armed: from now on its credentials are announced' },
  HEARTBEAT: { level: 'info', message: 'The monitor is at work' },
  HEARTBEAT_UNSENT: {
    level: 'error',
    message: 'The monitor is at work and can not say so: subscribers will raise an alarm',
  },
  CREDENTIALS_COUNTED: { level: 'info', message: 'How many credentials stand at a stage' },
  SOURCE_DISARMED: {
    level: 'info',
    message: 'A source is disarmed: its credentials are no longer announced',
  },
  DECLARATION_CHANGED: {
    level: 'info',
    message: 'Someone declared something over the API, or changed or removed what was declared',
  },
  SILENCE_CHANGED: { level: 'info', message: 'A silence was approved, ended or found void' },
  SECRET_SIGN_IN: {
    level: 'warn',
    message: 'A tenant is signed in to with a stored secret, which expires; trust our identity there instead',
  },
  OVERRIDE_CHANGED: { level: 'info', message: 'An override of owners was set or has ended' },
  PROVIDER_CHANGED: { level: 'info', message: 'An OpenID provider was declared, changed or removed' },
  METADATA_CHANGED: { level: 'info', message: 'Federation metadata was declared, declared anew or removed' },
  METADATA_REFUSED: {
    level: 'warn',
    message: 'An import of federation metadata was refused: it lacks the certificate in use',
  },
  STAGES_SAID: { level: 'info', message: 'Stages were announced; how late the latest of them was' },
  STORM_CAPPED: { level: 'warn', message: 'The storm cap was reached; the rest stays due' },
  DUE_FAILED: { level: 'error', message: 'Something that is due can not be worked on; the others go on' },
  OWNERS_UNKNOWN: {
    level: 'warn',
    message: 'The owners of a subject can not be asked now; its stage is announced without them',
  },
  VERSION_AWAITED: { level: 'info', message: 'A vault is to have a new version, and has it not yet' },
  SIGNED_CERTIFICATE_REFUSED: {
    level: 'warn',
    message: 'A file on a ticket is not the certificate that its vault asked for; the ticket says why',
  },
  VERSION_LEFT_TO_PEOPLE: {
    level: 'warn',
    message: 'A new version in a vault can not be made by us; the ticket says what people are to do',
  },
  SECRET_DEPOSITED: { level: 'info', message: 'A new secret was put into a vault, as a new version' },
  DEPOSIT_MAIL_REFUSED: {
    level: 'warn',
    message: 'A recipient can not be mailed where a new secret is; the ticket says it',
  },
  NOTICE_POSTPONED: { level: 'warn', message: 'An owner notice can not be sent now; it is tried again' },
  NOTICE_REFUSED: { level: 'error', message: 'The mail provider refused an owner notice for good' },
  POLICY_READ: { level: 'info', message: 'A new policy was read and holds from now on' },
  POLICY_UNREADABLE: {
    level: 'warn',
    message: 'The policy can not be read now; the last good one holds',
  },
  POLICY_FAULTY: { level: 'error', message: 'The policy is faulty; the last good one holds' },
  POLICY_LABELS_UNKNOWN: {
    level: 'warn',
    message: 'The policy names labels that nothing bears',
  },
  SUMMARY_POSTPONED: { level: 'warn', message: 'A summary can not be mailed now; it is tried again' },
  SUMMARY_REFUSED: { level: 'error', message: 'The mail provider refused a summary for good' },
  PUBLISH_POSTPONED: { level: 'warn', message: 'A message can not be sent now; it stays in the outbox' },
  PUBLISH_FAILED: {
    level: 'error',
    message: 'A message can not be sent or recorded; it stays in the outbox',
  },
  CHECKPOINT_POSTPONED: {
    level: 'warn',
    message: 'The end of the record can not be signed now; the next run signs it',
  },
  RECORD_VERIFIED: { level: 'info', message: 'A month of the record was checked and is whole' },
  RECORD_UNCHECKED: { level: 'warn', message: 'A month of the record can not be checked now' },
  RECORD_BENT: { level: 'error', message: 'The record is not what was recorded' },
  STEP_POSTPONED: { level: 'warn', message: 'A step of a renewal can not be done now; it is tried again' },
  REQUESTS_MISSED: { level: 'warn', message: 'Announced credentials had no renewal; it was raised now' },
  STEP_DONE: { level: 'info', message: 'A step of a renewal is done' },
  CERTIFICATE_ASKED: { level: 'info', message: 'An owner was mailed a link to hand in a certificate' },
  CERTIFICATE_HANDED_IN: { level: 'info', message: 'An owner handed in a certificate by the link page' },
  CERTIFICATE_ACCEPTED: { level: 'info', message: 'A certificate was found good and is put in place next' },
  CERTIFICATE_REFUSED: {
    level: 'info',
    message: 'A certificate or file was not taken; whoever handed it in was told why',
  },
  RETIREMENT_POSTPONED: {
    level: 'info',
    message: 'An old credential is still in use, so it was not removed; its owner was asked',
  },
  LAST_USE_UNKNOWN: {
    level: 'warn',
    message:
      'A tenant does not tell when credentials were last used; an old one goes on its date without that',
  },
  RENEWAL_MAIL_REFUSED: {
    level: 'warn',
    message: 'A mail about a renewal was refused; the ticket says the same, and the renewal goes on',
  },
  STEP_SUPERSEDED: {
    level: 'info',
    message: 'Someone else moved this renewal first; nothing was left to do',
  },
  NOTE_REFUSED: {
    level: 'warn',
    message: 'The service desk refused a note on a ticket; the renewal goes on',
  },
  INCIDENT_OPENED: {
    level: 'warn',
    message: 'An incident was opened: expired and not renewed, or held up for too long',
  },
  REQUEST_ADOPTED: { level: 'info', message: 'A request that a person opened has a renewal now' },
  REQUEST_QUESTIONED: {
    level: 'info',
    message: 'A request that a person opened can not be acted on as it is; its people were asked',
  },
  ASSIGNMENT_REFUSED: {
    level: 'warn',
    message: 'The service desk did not take the group or the watchers of a ticket; the renewal goes on',
  },
  WORD_REFUSED: {
    level: 'warn',
    message: 'What somebody said of a roll-over does not count, or comes too late',
  },
  SECONDARY_IN_USE: {
    level: 'warn',
    message: 'A signing certificate of a roll-over that was undone is in use, and was left there',
  },
  STAGE_IMPASSABLE: {
    level: 'warn',
    message: 'A stage of an approval names nobody who may decide on this request; the ticket says so',
  },
  DECISION_REFUSED: { level: 'warn', message: 'A decision does not count' },
  ORPHAN_REMOVED: { level: 'warn', message: 'A credential of ours that no renewal knows was removed' },
  MAIL_UNDELIVERED: {
    level: 'warn',
    message: 'The mail with a one-hour link did not reach its recipient; the next one gets it, or the team',
  },
  NOTICE_UNDELIVERED: { level: 'warn', message: 'A notice did not reach its recipient' },
  LINK_REFUSED: { level: 'info', message: 'A link was not opened' },
  CODE_ASKED: { level: 'info', message: 'A recipient without an account asked for a code' },
  CODE_CONFIRMED: { level: 'info', message: 'A recipient without an account typed the code from the mail' },
  CODE_UNSENT: {
    level: 'warn',
    message: 'A code for a link could not be mailed; whoever waits has to ask again',
  },
  LINK_TAMPERED: { level: 'error', message: 'A link is not what its secret was bound to; it was not opened' },
  LINK_FROZEN: {
    level: 'error',
    message: 'A link was shown too many wrong proofs and is over; its recipient can ask for another',
  },
  LINK_REPORTED: { level: 'warn', message: 'A recipient reported a link' },
  LINK_ACKNOWLEDGED: { level: 'info', message: 'A recipient has stored what a link revealed' },
  LINK_FAILED: { level: 'error', message: 'A request of the link page failed; it was answered as an outage' },
  SIGN_IN_UNAVAILABLE: { level: 'warn', message: 'The authority that recipients sign in at does not answer' },
  SIGN_IN_REFUSED: { level: 'warn', message: 'A sign-in was not accepted' },
  REPORT_UNANSWERED: {
    level: 'error',
    message: 'A reported credential is the only one left and was not removed; a person has to act',
  },
  LINK_REVEALED: { level: 'info', message: 'A link revealed its secret to its recipient' },
  POLICY_VIOLATED: {
    level: 'warn',
    message: 'A browser kept the link page from doing what its policy forbids',
  },
  CALLER_REFUSED: { level: 'warn', message: 'A call of the API was refused: no good token, or no such role' },
  WEBHOOK_REFUSED: { level: 'warn', message: 'A webhook with a wrong or old signature was refused' },
} as const satisfies Record<string, { level: 'info' | 'warn' | 'error'; message: string }>;

export type LogCode = keyof typeof LOG;
