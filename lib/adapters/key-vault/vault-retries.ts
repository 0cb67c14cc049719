/** The SDK tries again by itself; each call of ours ends by its own time-out all the same. */
export const VAULT_RETRIES = {
  retryOptions: { maxRetries: 2, retryDelayInMs: 500, maxRetryDelayInMs: 5000 },
};
