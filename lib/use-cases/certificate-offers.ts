import { type CertificateFileFault, LONGEST_FILE } from '../domain/certificate-rules.ts';
import type { CertificateFault } from '../domain/certificate-rules.ts';
import {
  faultsOfHanded,
  type HandedCertificate,
  handedOf,
  type WantedCertificate,
} from '../domain/handed-certificate.ts';
import type { Ticket } from '../domain/renewal.ts';
import { ok, type Result } from '../domain/result.ts';
import type { Instant } from '../domain/time.ts';
import type { CertificateReader } from '../ports/certificate-reader.ts';
import type { Attachment, DeskAttachments } from '../ports/desk-attachments.ts';
import type { DeskFailure } from '../ports/service-desk.ts';

export interface OfferDeps {
  readonly attachments: DeskAttachments;
  readonly reader: CertificateReader;
}

/** A file on the ticket that will not do. */
export interface RefusedFile {
  readonly file: Attachment;
  readonly faults: readonly (CertificateFileFault | CertificateFault | { readonly code: 'UNREADABLE' })[];
}

export interface Offers {
  /** The newest file that will do. */
  readonly accepted: { readonly certificate: HandedCertificate; readonly file: Attachment } | undefined;
  readonly refused: readonly RefusedFile[];
}

/** What people hang on a ticket for other reasons is none of our business. */
const LOOKS_LIKE_ONE = /\.(cer|crt|pem|der|p7b|p7c|csr|pfx|p12|key)$/i;

/**
 * What was handed in on the ticket and not answered yet. A file is read, judged and let go: nothing of it is kept but the
 * public certificate that was found good.
 */
export const certificateOffers =
  ({ attachments, reader }: OfferDeps) =>
  async (
    ticket: Ticket,
    answered: readonly string[],
    wanted: WantedCertificate,
    now: Instant,
  ): Promise<Result<Offers, DeskFailure>> => {
    const listed = await attachments.list(ticket);
    if (!listed.ok) return listed;
    const refused: RefusedFile[] = [];
    let accepted: Offers['accepted'];
    for (const file of listed.value) {
      if (answered.includes(file.id) || !LOOKS_LIKE_ONE.test(file.name)) continue;
      const read = await judged(attachments, reader, file, wanted, now);
      if (!read.ok) return read;
      if ('faults' in read.value) refused.push({ file, faults: read.value.faults });
      else accepted = { certificate: read.value, file };
    }
    return ok({ accepted, refused });
  };

const judged = async (
  attachments: DeskAttachments,
  reader: CertificateReader,
  file: Attachment,
  wanted: WantedCertificate,
  now: Instant,
): Promise<Result<HandedCertificate | Pick<RefusedFile, 'faults'>, DeskFailure>> => {
  if (file.bytes > LONGEST_FILE) return ok({ faults: [{ code: 'TOO_LARGE', longest: LONGEST_FILE }] });
  const bytes = await attachments.read(file, LONGEST_FILE);
  if (!bytes.ok)
    return bytes.failure.code === 'UNAVAILABLE' ? bytes : ok({ faults: [{ code: 'UNREADABLE' }] });
  const certificate = reader.read(bytes.value);
  if (!certificate.ok) return ok({ faults: [certificate.failure] });
  const faults = faultsOfHanded(certificate.value, wanted, now);
  return ok(faults.length > 0 ? { faults } : handedOf(certificate.value));
};
