/**
 * The SDK tries again by itself; each call of ours ends by its own time-out all the same. The version of the service is
 * named, so that a newer SDK asks nothing new.
 */
export const VAULT_RETRIES = {
  serviceVersion: '2025-07-01' as const,
  retryOptions: { maxRetries: 2, retryDelayInMs: 500, maxRetryDelayInMs: 5000 },
};
