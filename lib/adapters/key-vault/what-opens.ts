import type { VaultFailure } from './vault-failure.ts';

/** The role that reads what is said about items, and no value. */
export const READING_ROLE = 'Key Vault Reader';

/** What happened, and what a person has to grant so that it does not happen again. */
export const whatOpens = ({ detail, wall }: VaultFailure): string => {
  switch (wall) {
    case 'role':
      return `${detail}: the role ${READING_ROLE} is missing`;
    case 'access-policy':
      return `${detail}: an access policy is missing that lets us list and get`;
    case 'network':
      return `${detail}: its firewall or private endpoint keeps us out`;
    case 'no-address':
    case undefined:
      return detail;
  }
};
