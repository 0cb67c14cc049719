import type { TableServiceClient } from '@azure/data-tables';

/** The tables that the app needs. */
export const TABLES = [
  'Subjects',
  'Scans',
  'Renewals',
  'Links',
  'Audit',
  'Directory',
  'Sessions',
  'RateLimits',
] as const;

/** Makes those that are missing. */
export const createTables = async (
  client: TableServiceClient,
  names: readonly string[] = TABLES,
): Promise<void> => {
  // The client takes "it exists already" for success.
  await Promise.all(names.map((name) => client.createTable(name)));
};
