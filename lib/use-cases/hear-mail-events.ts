import { ID_PATTERN } from '../domain/ids.ts';
import { readReference } from '../domain/mail-reference.ts';
import type { ReturnedMail } from '../ports/mail-events.ts';
import { endUndelivered } from './end-undelivered.ts';

type Deps = Parameters<typeof endUndelivered>[0];

/**
 * The mail provider's word of mails that did not arrive. The link of such a mail ends; what becomes of its renewal is
 * decided by the role that may read renewals. A notice is a line in the log, for its reference is all that is known.
 * Outages of the tables are thrown, so that the provider says it again.
 */
export const hearMailEvents = (deps: Deps) => {
  const end = endUndelivered(deps);
  return async (returned: readonly ReturnedMail[]): Promise<void> => {
    for (const { reference, reason } of returned) {
      const link = readReference(reference);
      if (link !== undefined) await end(link, reason);
      // Whoever else sends by the same account may say anything in the same place.
      else if (ID_PATTERN.test(reference)) deps.log('NOTICE_UNDELIVERED', { reference, reason });
    }
  };
};
