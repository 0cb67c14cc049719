import { directoryList } from './directory-list.ts';
import { PRINCIPAL_LIST } from './principal-subject.ts';

/** The secrets and certificates of a tenant's service principals themselves. */
export const graphPrincipals = (needs: Parameters<typeof directoryList>[1]) =>
  directoryList(PRINCIPAL_LIST, needs);
