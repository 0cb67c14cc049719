import type { Wired } from '../lib/roles.ts';
import { acknowledgeLinkFunction } from './acknowledge-link.ts';
import { approveSilenceFunction } from './approve-silence.ts';
import { armSourceFunction } from './arm-source.ts';
import { askForSilenceFunction } from './ask-for-silence.ts';
import { askMailCodeFunction } from './ask-mail-code.ts';
import { beginSignInFunction } from './begin-sign-in.ts';
import { callOffFunction } from './call-off.ts';
import { closeRequestFunction } from './close-request.ts';
import { confirmMailCodeFunction } from './confirm-mail-code.ts';
import { copyOpenIdProviderFunction } from './copy-openid-provider.ts';
import { countCredentialsFunction } from './count-credentials.ts';
import { decideRequestFunction } from './decide-request.ts';
import { declareFederationMetadataFunction } from './declare-federation-metadata.ts';
import { declareOpenIdProviderFunction } from './declare-openid-provider.ts';
import { disableOpenIdProviderFunction } from './disable-openid-provider.ts';
import { disarmSourceFunction } from './disarm-source.ts';
import { endOverrideFunction } from './end-override.ts';
import { editOpenIdProviderFunction } from './edit-openid-provider.ts';
import { enableOpenIdProviderFunction } from './enable-openid-provider.ts';
import { endSilenceFunction } from './end-silence.ts';
import { explainFunction } from './explain.ts';
import { finishSignInFunction } from './finish-sign-in.ts';
import { followLinkFunction } from './follow-link.ts';
import { forgetExpiredFunction } from './forget-expired.ts';
import { handInCertificateFunction } from './hand-in-certificate.ts';
import { healthFunction } from './health.ts';
import { hearDecisionFunction } from './hear-decision.ts';
import { hearOfReplacementFunction } from './hear-of-replacement.ts';
import { heartbeatFunction } from './heartbeat.ts';
import { issueCredentialFunction } from './issue-credential.ts';
import { judgeDueFunction } from './judge-due.ts';
import { listArmingFunction } from './list-arming.ts';
import { listCleanUpFunction } from './list-clean-up.ts';
import { listDeclaredItemsFunction } from './list-declared-items.ts';
import { listFederationMetadataFunction } from './list-federation-metadata.ts';
import { listInventoryFunction } from './list-inventory.ts';
import { listRequestsFunction } from './list-requests.ts';
import { listRollOversFunction } from './list-roll-overs.ts';
import { listOverridesFunction } from './list-overrides.ts';
import { listOpenIdProvidersFunction } from './list-openid-providers.ts';
import { listSilencesFunction } from './list-silences.ts';
import { onKeyVaultEventFunction } from './on-key-vault-event.ts';
import { onMailEventFunction } from './on-mail-event.ts';
import { onPolicyReportFunction } from './on-policy-report.ts';
import { onServiceDeskDecisionFunction } from './on-service-desk-decision.ts';
import { openLinkFunction } from './open-link.ts';
import { openRequestFunction } from './open-request.ts';
import { placeCertificateFunction } from './place-certificate.ts';
import { pollServiceDeskFunction } from './poll-service-desk.ts';
import { publishOutboxFunction } from './publish-outbox.ts';
import { putDeclaredItemFunction } from './put-declared-item.ts';
import { raiseMissedRequestsFunction } from './raise-missed-requests.ts';
import { raiseRequestFunction } from './raise-request.ts';
import { readyFunction } from './ready.ts';
import { recordApprovalFunction } from './record-approval.ts';
import { removeDeclaredItemFunction } from './remove-declared-item.ts';
import { removeFederationMetadataFunction } from './remove-federation-metadata.ts';
import { removeOpenIdProviderFunction } from './remove-openid-provider.ts';
import { removeOrphanFunction } from './remove-orphan.ts';
import { renewVersionFunction } from './renew-version.ts';
import { reportLinkFunction } from './report-link.ts';
import { reportRenewalFunction } from './report-renewal.ts';
import { resumeDueFunction } from './resume-due.ts';
import { resumeScansFunction } from './resume-scans.ts';
import { retireCredentialFunction } from './retire-credential.ts';
import { revealLinkFunction } from './reveal-link.ts';
import { rollOverFunction } from './roll-over.ts';
import type { FunctionFile, Runtime } from './runtime.ts';
import { sayOfRollOverFunction } from './say-of-roll-over.ts';
import { scanFunction } from './scan.ts';
import { scheduleScansFunction } from './schedule-scans.ts';
import { setOverrideFunction } from './set-override.ts';
import { showCoverageFunction } from './show-coverage.ts';
import { showHandInFunction } from './show-hand-in.ts';
import { showLinkAssetFunction } from './show-link-asset.ts';
import { showLinkFunction } from './show-link.ts';
import { showSessionFunction } from './show-session.ts';
import { signCheckpointsFunction } from './sign-checkpoints.ts';
import { signOutFunction } from './sign-out.ts';
import { sumUpFunction } from './sum-up.ts';
import { tendRequestFunction } from './tend-request.ts';
import { verifyRecordFunction } from './verify-record.ts';

type Registration = (runtime: Runtime, wired: Wired) => void;

/** A role's functions are registered only where that role was wired. */
const of =
  <Role extends 'common' | 'watch' | 'renew' | 'link'>(
    role: Role,
    register: FunctionFile<NonNullable<Wired[Role]>>,
  ): Registration =>
  (runtime, wired) => {
    const deps = wired[role];
    if (deps !== undefined) register(runtime, deps);
  };

/** The table of contents, in the order in which the data travels. */
export const FUNCTIONS: readonly Registration[] = [
  of('watch', scheduleScansFunction),
  of('watch', resumeScansFunction),
  of('watch', scanFunction),
  of('watch', onKeyVaultEventFunction),
  of('watch', listFederationMetadataFunction),
  of('watch', declareFederationMetadataFunction),
  of('watch', removeFederationMetadataFunction),
  of('watch', listOpenIdProvidersFunction),
  of('watch', declareOpenIdProviderFunction),
  of('watch', editOpenIdProviderFunction),
  of('watch', copyOpenIdProviderFunction),
  of('watch', enableOpenIdProviderFunction),
  of('watch', disableOpenIdProviderFunction),
  of('watch', removeOpenIdProviderFunction),
  of('watch', listDeclaredItemsFunction),
  of('watch', putDeclaredItemFunction),
  of('watch', removeDeclaredItemFunction),
  of('watch', listArmingFunction),
  of('watch', armSourceFunction),
  of('watch', disarmSourceFunction),
  of('watch', listSilencesFunction),
  of('watch', askForSilenceFunction),
  of('watch', approveSilenceFunction),
  of('watch', endSilenceFunction),
  of('watch', listOverridesFunction),
  of('watch', setOverrideFunction),
  of('watch', endOverrideFunction),
  of('watch', judgeDueFunction),
  of('watch', sumUpFunction),
  of('renew', raiseRequestFunction),
  of('renew', raiseMissedRequestsFunction),
  of('renew', hearOfReplacementFunction),
  of('renew', openRequestFunction),
  of('renew', pollServiceDeskFunction),
  of('renew', tendRequestFunction),
  of('link', onServiceDeskDecisionFunction),
  of('watch', listRequestsFunction),
  of('watch', decideRequestFunction),
  of('watch', reportRenewalFunction),
  of('watch', listRollOversFunction),
  of('watch', sayOfRollOverFunction),
  of('renew', hearDecisionFunction),
  of('renew', recordApprovalFunction),
  of('renew', issueCredentialFunction),
  of('renew', placeCertificateFunction),
  of('renew', rollOverFunction),
  of('renew', renewVersionFunction),
  of('link', showLinkFunction),
  of('link', showHandInFunction),
  of('link', showLinkAssetFunction),
  of('link', onPolicyReportFunction),
  of('link', beginSignInFunction),
  of('link', finishSignInFunction),
  of('link', showSessionFunction),
  of('link', askMailCodeFunction),
  of('link', confirmMailCodeFunction),
  of('link', openLinkFunction),
  of('link', revealLinkFunction),
  of('link', handInCertificateFunction),
  of('link', acknowledgeLinkFunction),
  of('link', reportLinkFunction),
  of('link', signOutFunction),
  of('link', forgetExpiredFunction),
  of('link', onMailEventFunction),
  of('renew', resumeDueFunction),
  of('renew', followLinkFunction),
  of('renew', retireCredentialFunction),
  of('renew', closeRequestFunction),
  of('renew', callOffFunction),
  of('renew', removeOrphanFunction),
  of('common', publishOutboxFunction),
  of('renew', signCheckpointsFunction),
  of('renew', verifyRecordFunction),
  of('watch', listInventoryFunction),
  of('watch', showCoverageFunction),
  of('watch', countCredentialsFunction),
  of('watch', heartbeatFunction),
  of('watch', explainFunction),
  of('watch', listCleanUpFunction),
  of('common', healthFunction),
  // Of the role that watches, if that is played here: it knows how old our knowledge is.
  (runtime, { common, watch, renew }) => {
    readyFunction(runtime, watch ?? renew ?? common);
  },
];

/** Registers what the role has. */
export const registerAll = (runtime: Runtime, wired: Wired): void => {
  for (const register of FUNCTIONS) register(runtime, wired);
};
