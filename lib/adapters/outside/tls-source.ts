import { lookup } from 'node:dns/promises';
import type { Digest } from '../../domain/ids.ts';
import { fail, ok } from '../../domain/result.ts';
import type { Tenant } from '../../domain/tenant.ts';
import { seconds } from '../../domain/time.ts';
import { endpointId, parseEndpoint, type TlsEndpoint } from '../../domain/tls-endpoint.ts';
import type { CredentialSource } from '../../ports/credential-source.ts';
import { type Resolve, tlsChain } from './tls-chain.ts';
import { TLS_ENDPOINTS, tlsSubject } from './tls-subject.ts';

interface Settings {
  readonly endpoints: readonly TlsEndpoint[];
  readonly tenant: Tenant;
  readonly digest: Digest;
  readonly resolve?: Resolve;
}

/** So many endpoints are a page, and are asked at once. */
const PAGE = 10;
const TIMEOUT = seconds(10);

const byResolver: Resolve = async (host) => (await lookup(host, { all: true })).map(({ address }) => address);

/** Whether a native id is one of an endpoint. */
export const isEndpointId = (nativeId: string): boolean => parseEndpoint(nativeId) !== undefined;

/**
 * What endpoints show when one greets them. One that does not answer is said to be unread; where none of several does, it is
 * we who are cut off.
 */
export const tlsEndpoints = (settings: Settings): CredentialSource => {
  const { tenant, resolve = byResolver } = settings;
  const known = new Map(settings.endpoints.map((endpoint) => [endpointId(endpoint), endpoint]));
  const ids = [...known.keys()].toSorted();
  const read = (endpoint: TlsEndpoint) => tlsChain(endpoint, resolve, TIMEOUT);
  return {
    tenant: tenant.id,
    source: TLS_ENDPOINTS,
    watches: isEndpointId,
    page: async (cursor) => {
      const rest = ids.filter((id) => id >= (cursor ?? ''));
      const endpoints = rest.slice(0, PAGE).flatMap((id) => known.get(id) ?? []);
      const answers = await Promise.all(
        endpoints.map(async (endpoint) => ({ endpoint, answer: await read(endpoint) })),
      );
      const failed = answers.flatMap(({ endpoint, answer }) =>
        answer.ok ? [] : [{ what: `tls/${endpointId(endpoint)}`, ...answer.failure }],
      );
      const isCutOff = failed.length > 1 && failed.length === answers.length;
      if (isCutOff && failed.every(({ code }) => code === 'UNREACHABLE'))
        return fail({ code: 'UNAVAILABLE', detail: `No endpoint answers. ${failed[0]?.detail ?? ''}` });
      return ok({
        subjects: answers.flatMap(({ endpoint, answer }) =>
          answer.ok ? [tlsSubject(endpoint, answer.value, settings)] : [],
        ),
        unread: failed.map(({ what, detail }) => ({ what, reason: detail })),
        next: rest[PAGE],
      });
    },
    look: async (nativeId) => {
      const endpoint = known.get(nativeId);
      // Taken out of the list: nobody wants to hear of it any more.
      if (endpoint === undefined) return ok(undefined);
      const answer = await read(endpoint);
      if (answer.ok) return ok(tlsSubject(endpoint, answer.value, settings));
      const { code, detail } = answer.failure;
      return fail({ code: code === 'REFUSED' ? 'FORBIDDEN' : 'UNAVAILABLE', detail });
    },
  };
};
