import type { WatchSettings } from '../../config.ts';
import type { Outside } from '../../ports/outside.ts';
import type { MetadataReader } from '../../ports/metadata-reader.ts';
import { onFirstUse } from '../on-first-use.ts';

/** The world outside, within the limits of the settings. */
export const outsideOf = ({
  OUTSIDE_TIMEOUT: timeout,
  PRIVATE_HOSTS: privateHosts,
}: WatchSettings): Outside =>
  onFirstUse({ get: true }, async () => {
    const { httpsDocuments, LARGEST_DOCUMENT } = await import('../../adapters/outside/https-documents.ts');
    return httpsDocuments({ timeout, privateHosts, mostBytes: LARGEST_DOCUMENT });
  });

/** Reads metadata; the parser is loaded with the first of it. */
export const metadataReader = onFirstUse<MetadataReader>({ read: true }, async () => {
  const { readFederationMetadata } = await import('../../adapters/outside/federation-metadata.ts');
  return { read: (xml, entityId) => Promise.resolve(readFederationMetadata(xml, entityId)) };
});
