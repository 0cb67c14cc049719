import type { Digest, RenewalId } from '../domain/ids.ts';
import type { Result } from '../domain/result.ts';
import { ok } from '../domain/result.ts';
import type { Clock } from '../ports/clock.ts';
import type { Publisher } from '../ports/publisher.ts';
import { wakeMessage } from './outgoing.ts';

interface Deps {
  readonly publisher: Publisher;
  readonly digest: Digest;
  readonly clock: Clock;
}

/**
 * The desk's word that something was decided: a hint, which wakes the reading of the record. Whoever faces the network
 * may not read renewals, so the session is the renewal's own and not its subject's; recording an approval touches no
 * credential.
 */
export const hearServiceDesk =
  ({ publisher, digest, clock }: Deps) =>
  async (id: RenewalId): Promise<Result<undefined, 'UNAVAILABLE'>> => {
    const sent = await publisher.send(
      wakeMessage(digest, 'record-approval', id, id, `webhook@${clock.now()}`),
    );
    return sent.ok ? ok(undefined) : { ok: false, failure: 'UNAVAILABLE' };
  };
