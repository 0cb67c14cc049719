import type { FederationMetadata } from '../domain/federation-metadata.ts';
import type { Result } from '../domain/result.ts';

export interface ReadMetadata {
  readonly metadata: FederationMetadata;
  /** Certificates that could not be understood. */
  readonly faults: readonly string[];
}

/**
 * Reads WS-Federation or SAML metadata, which is hostile text. What is not plain metadata within limits is refused, with a
 * sentence that says why. `entityId` chooses where there are several entities.
 */
export interface MetadataReader {
  read(xml: string, entityId: string | undefined): Promise<Result<ReadMetadata, string>>;
}
