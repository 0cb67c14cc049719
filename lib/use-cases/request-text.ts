import type { RenewalId } from '../domain/ids.ts';
import { isOfDomain } from '../domain/mail-code.ts';
import { whyYou } from '../domain/owner.ts';
import type { Recipient, RenewalSubject } from '../domain/renewal.ts';
import { isHandedIn, isRenewedHere, isVersionedHere } from '../domain/renewed-here.ts';
import { carrierOf } from '../domain/roll-over-plan.ts';
import type { Texts } from '../ports/texts.ts';

/** An approver has to know each of them, so they are few. */
export const MOST_DEPUTIES = 3;

/** Why the recipient of a renewal is the one who gets it. */
export const recipientReason = ({ reason }: Recipient, name: string): string => whyYou(reason, { name });

export interface RequestTextDeps {
  readonly texts: Texts;
  /** Mail domains of people who have no account to sign in with. */
  readonly mailCodeDomains: readonly string[];
  /** Vaults in which we make new versions. */
  readonly versionVaults: readonly string[];
}

/** What an approver reads about a renewal. */
export const instructionsFor = (
  { texts, mailCodeDomains, versionVaults }: RequestTextDeps,
  renewalId: RenewalId,
  of: RenewalSubject,
  recipient: Recipient | undefined,
  revision: string,
  systems: readonly string[],
): string =>
  texts.requestInstructions({
    applicationName: of.name,
    applicationId: of.appId,
    environment: of.environment,
    kind: of.kind,
    inPlaceOf: of.inPlaceOf,
    renewedBy: renewedBy(of, versionVaults),
    rolledOverBy: of.inPlaceOf === undefined ? carrierOf(of) : undefined,
    keyId: of.keyId,
    expiresAt: of.expiresAt,
    recipient:
      recipient === undefined
        ? undefined
        : {
            name: recipient.person.displayName,
            userPrincipalName: recipient.person.userPrincipalName,
            whyThem: recipientReason(recipient, of.name),
            deposit: recipient.deposit,
            byMailCode: isOfDomain(mailCodeDomains, recipient.person.mail),
            deputies: recipient.deputies.map(({ displayName: name, userPrincipalName }) => ({
              name,
              userPrincipalName,
            })),
          },
    systems,
    revision,
    renewalId,
  });

const renewedBy = (
  of: RenewalSubject,
  versionVaults: readonly string[],
): 'us' | 'vault' | 'owner' | 'people' => {
  if (isRenewedHere(of)) return 'us';
  if (isHandedIn(of)) return 'owner';
  return isVersionedHere(of, versionVaults) ? 'vault' : 'people';
};
