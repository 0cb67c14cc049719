import type { Subject } from './credential.ts';
import type { RenewalId } from './ids.ts';
import type { Instant } from './time.ts';

/** Where a new secret is put instead of being handed over by a link. */
export interface DepositPlace {
  /** The address of the vault, without a path. */
  readonly vault: string;
  /** The name of the secret in it, of which the value becomes a new version. */
  readonly secret: string;
}

/** Which application's secrets go where. */
export interface DepositRule {
  /** Client id or object id; undefined: whichever has the label. */
  readonly application: string | undefined;
  readonly label: string | undefined;
  readonly vault: string;
  /** `{appId}` in it stands for the client id. */
  readonly secret: string;
}

/** A version that was put into a vault for an attempt of a renewal. */
export interface Deposited extends DepositPlace {
  readonly version: string;
}

/** What a version in a vault says of where it comes from. */
export interface DepositedVersion {
  readonly renewalId: RenewalId;
  readonly attempt: number;
  readonly keyId: string;
  readonly expiresAt: Instant;
  readonly version: string;
}

/** What stands for the client id in the name of a secret. */
export const APP_ID = '{appId}';

/** The first rule that means this application says where; undefined: its secrets are handed over by links. */
export const depositPlaceFor = (
  rules: readonly DepositRule[],
  { appId, nativeId, labels }: Pick<Subject, 'appId' | 'nativeId' | 'labels'>,
): DepositPlace | undefined => {
  const rule = rules.find(
    ({ application, label }) =>
      (application === undefined || application === appId || application === nativeId) &&
      (label === undefined || labels.includes(label)),
  );
  return rule && { vault: rule.vault, secret: rule.secret.replaceAll(APP_ID, appId ?? nativeId) };
};
