import type { CredentialKind } from '../domain/credential.ts';
import type { ApplicationCertificates } from '../ports/application-certificates.ts';
import type { CredentialIssuer } from '../ports/credential-issuer.ts';

/** Where the credentials are that we make or put in place. */
export interface HoldingDeps {
  readonly issuer: CredentialIssuer;
  readonly certificates: ApplicationCertificates;
}

type Holding = Pick<CredentialIssuer, 'remove'> & Pick<ApplicationCertificates | CredentialIssuer, 'held'>;

/** Who lists and removes credentials of a kind: secrets have calls of their own, all else is in the list of certificates. */
export const holdingOf = ({ issuer, certificates }: HoldingDeps, kind: CredentialKind): Holding =>
  kind === 'client-secret' ? issuer : certificates;
