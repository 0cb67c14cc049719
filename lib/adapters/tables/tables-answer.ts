import type { TableClient } from '@azure/data-tables';

const PATIENCE_MS = 5_000;

/** Whether a table can be read just now, whatever is in it. For a health probe: the reason is in the service's own log. */
export const tablesAnswer = (client: TableClient) => async (): Promise<boolean> => {
  try {
    const pages = client
      .listEntities({ abortSignal: AbortSignal.timeout(PATIENCE_MS) })
      .byPage({ maxPageSize: 1 });
    await pages.next();
    return true;
  } catch {
    return false; // the answer that was asked for
  }
};
