import { armSourceOperation, disarmSourceOperation, listArmingOperation } from './arming.ts';
import { showCoverageOperation } from './coverage.ts';
import { listCleanUpOperation } from './clean-up.ts';
import {
  listDeclaredItemsOperation,
  putDeclaredItemOperation,
  removeDeclaredItemOperation,
} from './declared-items.ts';
import { explainOperation } from './explain.ts';
import {
  declareMetadataOperation,
  listMetadataOperation,
  removeMetadataOperation,
} from './federation-metadata.ts';
import { listInventoryOperation } from './inventory.ts';
import {
  copyProviderOperation,
  declareProviderOperation,
  disableProviderOperation,
  editProviderOperation,
  enableProviderOperation,
  listProvidersOperation,
  removeProviderOperation,
} from './openid-providers.ts';
import type { Operation } from './operation.ts';
import { decideRequestOperation, listRequestsOperation } from './requests.ts';
import { reportRenewalOperation } from './reports.ts';
import { listRollOversOperation, sayOfRollOverOperation } from './roll-overs.ts';
import { endOverrideOperation, listOverridesOperation, setOverrideOperation } from './overrides.ts';
import {
  approveSilenceOperation,
  askForSilenceOperation,
  endSilenceOperation,
  listSilencesOperation,
} from './silences.ts';

/** Everything that others can ask over HTTP, by the role of the app that answers. */
export const OPERATIONS: Readonly<Record<'watch', readonly Operation[]>> = {
  watch: [
    listInventoryOperation,
    showCoverageOperation,
    explainOperation,
    listCleanUpOperation,
    listDeclaredItemsOperation,
    putDeclaredItemOperation,
    removeDeclaredItemOperation,
    listArmingOperation,
    armSourceOperation,
    disarmSourceOperation,
    listSilencesOperation,
    askForSilenceOperation,
    approveSilenceOperation,
    endSilenceOperation,
    listRequestsOperation,
    decideRequestOperation,
    reportRenewalOperation,
    listRollOversOperation,
    sayOfRollOverOperation,
    listOverridesOperation,
    setOverrideOperation,
    endOverrideOperation,
    listMetadataOperation,
    declareMetadataOperation,
    removeMetadataOperation,
    listProvidersOperation,
    declareProviderOperation,
    editProviderOperation,
    copyProviderOperation,
    enableProviderOperation,
    disableProviderOperation,
    removeProviderOperation,
  ],
};
