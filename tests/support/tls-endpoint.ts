import type { TlsEndpoint } from '../../lib/domain/tls-endpoint.ts';

/** An endpoint that somebody listed. */
export const aTlsEndpoint = (given: Partial<TlsEndpoint>): TlsEndpoint => ({
  host: 'www.example.com',
  port: 443,
  serverName: undefined,
  owner: undefined,
  labels: [],
  private: false,
  ...given,
});
