/**
 * How a client of a vault asks. The SDK tries again by itself; each call of ours ends by its own time-out all the same. The
 * version of the service is named, so that a newer SDK asks nothing new.
 *
 * Anew for each client: the one of keys writes its name into what it is given, to be sent as the user agent. Shared, that
 * line grew with every client that was made, until after some hundred of them vaults refused it as too long (431).
 */
export const vaultOptions = () => ({
  serviceVersion: '2025-07-01' as const,
  retryOptions: { maxRetries: 2, retryDelayInMs: 500, maxRetryDelayInMs: 5000 },
});
