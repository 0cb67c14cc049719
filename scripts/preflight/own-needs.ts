import type { WatchSettings } from '../../lib/config.ts';
import { ownItems } from '../../lib/domain/own-credentials.ts';
import { GRANTED, MISSING, type Need } from './need.ts';

/** The monitor can warn of the end of its own credentials only if someone says when that is. */
export const ownNeeds = ({ OWN_CREDENTIALS, MAIL_BY, SMTP_USER }: WatchSettings): readonly Need[] =>
  ownItems(OWN_CREDENTIALS, { mailBy: MAIL_BY, signsInToSmtp: SMTP_USER !== undefined }).map(
    ({ name, expires }): Need => ({
      right: `Setting OWN_CREDENTIALS: the end of "${name}"`,
      without:
        'The monitor does not know when it ends itself: this is a finding until it is said. Everything else goes on.',
      probe: () => Promise.resolve(expires === 'unknown' ? MISSING : GRANTED),
    }),
  );
