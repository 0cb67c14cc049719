import { APPLICATION_LIST } from './application-subject.ts';
import { directoryList } from './directory-list.ts';

/** The client secrets and certificates of a tenant's applications. */
export const graphApplications = (needs: Parameters<typeof directoryList>[1]) =>
  directoryList(APPLICATION_LIST, needs);
