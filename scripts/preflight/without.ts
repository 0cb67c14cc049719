/**
 * What stops without a right, and what goes on. By the right's name in infra/permissions.json; a test holds that each has
 * its words.
 */
const WITHOUT: Readonly<Record<string, string>> = {
  'graph Application.Read.All':
    'Applications are not scanned, and every scan of them says `failed`. Key Vaults are still watched.',
  'graph User.Read.All':
    'Owners are not told and nobody is found to receive a secret. Scans, events and the inventory go on.',
  'graph GroupMember.Read.All':
    'A group that a tag or an override names as the owner is passed over, and the next of the owner chain is told. Everything else goes on.',
  'graph Domain.Read.All':
    'Neither federated domains nor those of partners are seen, and every scan of them says so. Everything else goes on.',
  'graph Domain-InternalFederation.Read.All':
    'Which certificates federated domains trust is not seen, and every scan of them says so. Everything else goes on.',
  'graph Policy.Read.All':
    'Whether tokens live longer than by default is not seen, and scans of domains are partial. Everything else goes on.',
  'graph DeviceManagementConfiguration.Read.All':
    'The Apple push certificate, connectors and profiles are not read, and scans of devices say so. Everything else goes on.',
  'graph DeviceManagementServiceConfig.Read.All':
    'Tokens for apps and enrolment are not read, and scans of devices say so. Everything else goes on.',
  'graph Synchronization.Read.All':
    'Whether the provisioning of applications is in quarantine is not seen, and scans of domains are partial. Everything else goes on.',
  'graph AuditLog.Read.All':
    'When credentials were last used is not known: the inventory does not show it, and old credentials are removed on their date without that evidence. Everything else goes on.',
  'graph Application.ReadWrite.OwnedBy':
    'No secret and no signing certificate is made or removed; approved renewals are paused. Watching, requests and approvals go on.',
  'watched certificates/list':
    'Certificates of this vault are not read, and its scans say so. Everything else goes on.',
  'watched secrets/list':
    'Secrets of this vault are not read, and its scans say so. No value is ever read. Everything else goes on.',
  'watched keys/list': 'Keys of this vault are not read, and its scans say so. Everything else goes on.',
  'watched keys/getRotationPolicy':
    'Keys of this vault are seen without their policy, so those that rotate themselves can not be told. Everything else goes on.',
  'watched certificates/get':
    'Certificates of this vault are seen without their policy, so those that renew themselves can not be told. Everything else goes on.',
  'subscription Reader':
    'Vaults of this subscription are not found, and scans say so by its id. Those that are listed are still read.',
  'deposit secrets/set':
    'Renewals whose secret goes into this vault are paused; what was made is taken back. Other renewals go on.',
  'deposit secrets/list':
    'Renewals whose secret goes into this vault wait after a crash, since nobody can see what is there. The rest goes on.',
  'version certificates/create':
    'Renewals of certificates of this vault are paused after their approval. Other renewals go on.',
  'version certificates/get':
    'Renewals of certificates of this vault are paused: nobody can see what their requests came to. Others go on.',
  'version keys/rotate': 'Renewals of keys of this vault are paused after their approval. Others go on.',
  'version keys/list':
    'Renewals of keys of this vault are paused: their versions can not be seen. Others go on.',
  'version keys/getRotationPolicy':
    'Renewals of keys of this vault are paused: whether the vault rotates them itself can not be seen. Others go on.',
  'version secrets/set':
    'Renewals of secrets of this vault whose value may be made by chance are paused. Others go on.',
  'version secrets/list':
    'Renewals of secrets of this vault are paused: their versions can not be seen. No value is ever read. Others go on.',
  'product keys/get':
    'Links can not be opened after the key was rotated within their hour. Everything else goes on.',
  'product keys/wrapKey':
    'No secret can be handed over; approved renewals are paused before one is made. The rest goes on.',
  'product keys/sign':
    'The record of what was done is kept and chained, and no checkpoint of it is signed. Everything else goes on.',
  'product keys/unwrapKey': 'No link opens; a link that was tried is not spent. Everything else goes on.',
  'table Subjects': 'Nothing that is seen can be kept, so nothing is announced or renewed.',
  'table Scans': 'No scan starts or goes on. What is known already is judged and renewed.',
  'table Directory': 'No source can be armed or is known to be armed, so nothing is announced. Scans go on.',
  'table Renewals': 'Renewals stand still, or (for watch) it is not known which are under way. Scans go on.',
  'table Links': 'No link is made or opened. Watching and requests go on.',
  'table Sessions':
    'Nobody can sign in, so no link opens; a link that was tried is not spent. Everything else goes on.',
  'table RateLimits':
    'No link opens, since guesses can not be counted; none is spent. Everything else goes on.',
  'table Audit':
    'Events stay in the outbox until they can be recorded, and nobody hears of them. Scans go on.',
  'send credential-events':
    'What is announced stays in the outbox, and nobody hears of it. Scans and judging go on.',
  'send scan-requests': 'Scans that are due do not start. What is known already is judged and renewed.',
  'send renewal-events':
    'Subscribers do not hear of renewals until it is granted; the events wait. Renewals go on.',
  'send renewal-work': 'Steps of renewals wait in the outbox. Watching goes on.',
  'receive scan-requests': 'Scans that are due do not run. What is known already is judged and renewed.',
  'receive key-vault-events/on-key-vault-event':
    'Changes in vaults are seen by the next scan and not within seconds. Everything else goes on.',
  'receive credential-events/notify-owner': 'Owners get no mail. Events and requests go on.',
  'receive credential-events/raise-request':
    'Renewals are raised only by the daily look at what was missed. Everything else goes on.',
  'receive credential-events/hear-decision':
    'Decisions given by the API are seen within six hours and not at once. Everything else goes on.',
  'receive credential-events/hear-of-replacement':
    'What people renewed themselves is called off when its ticket is looked at, within six hours, and not at once.',
  'receive credential-events/remove-orphan':
    'Secrets of ours that nobody knows are found and not removed. Everything else goes on.',
};

/** The words for a right; a step of renewals has those of every step. */
export const without = (right: string): string => {
  const [, step] = /^receive renewal-work\/(.+)$/.exec(right) ?? [];
  if (step !== undefined)
    return `Renewals stop before the step ${step}, and wait there. Watching and the other steps go on.`;
  return WITHOUT[right] ?? WITHOUT[right.replace(/ (read|append|write)$/, '')] ?? 'See docs/permissions.md.';
};

/** Whether somebody has written down what is without it. */
export const hasWords = (right: string): boolean => without(right) !== 'See docs/permissions.md.';
