import type { LinkId } from '../domain/ids.ts';
import { advanceLink } from '../domain/link-advance.ts';
import { type Link, linkDueAt } from '../domain/link.ts';
import { readMarker } from '../domain/marker.ts';
import type { Renewal } from '../domain/renewal.ts';
import { fail, ok, type Result } from '../domain/result.ts';
import type { Instant } from '../domain/time.ts';
import type { IssuerFailure } from '../ports/credential-issuer.ts';
import type { Links } from '../ports/links.ts';
import { type HoldingDeps, holdingOf } from './holding.ts';

interface Deps extends HoldingDeps {
  readonly links: Links;
}

const TRIES = 3;

/** Only someone who has the mail can bring a link to these states. */
const REACHED: readonly Link['state'][] = ['claimed', 'acknowledged', 'reported', 'frozen'];

/**
 * Makes a link of ours useless. `CLAIMED`: the recipient was quicker, and that counts. Claim and revoke race on one row,
 * so exactly one of them wins.
 */
export const revokeLink = async (
  { links }: Pick<Deps, 'links'>,
  id: LinkId,
  now: Instant,
): Promise<Result<undefined, 'CLAIMED'>> => {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const stored = await links.find(id);
    if (stored !== undefined && REACHED.includes(stored.state.state)) return fail('CLAIMED');
    if (stored?.state.state !== 'issued') return ok(undefined); // never sealed, or over
    const next = advanceLink(stored.state, { kind: 'revoke', now });
    if (!next.ok) return ok(undefined);
    const change = {
      expected: stored.version,
      state: next.value,
      dueAt: linkDueAt(next.value),
      messages: [],
    };
    if ((await links.commit(id, change)).ok) return ok(undefined);
  }
  throw new Error(`Link ${id} kept changing under ${TRIES} writes.`);
};

/** Whether nothing can come by a link any more; false if it was used in this very moment. */
export const endOpenLink = async (
  deps: Pick<Deps, 'links'>,
  id: LinkId | undefined,
  now: Instant,
): Promise<boolean> => {
  const stored = id && (await deps.links.find(id));
  if (stored?.state.state !== 'issued') return true;
  return (await revokeLink(deps, stored.state.id, now)).ok;
};

/**
 * Removes what this renewal's attempts have made, up to that attempt: each bears renewal and attempt in its name,
 * so what a dead worker left behind goes as well.
 *
 * Invariant: nobody removes what a later attempt made. Directories answer late, and by then a worker that takes its time
 * may long have been replaced by one whose recipient has the secret.
 */
export const removeMade = async (
  deps: HoldingDeps,
  { id, of }: Pick<Renewal, 'id' | 'of'>,
  upTo: number,
): Promise<Result<number, IssuerFailure>> => {
  const holder = { tenant: of.tenant, nativeId: of.nativeId };
  const holding = holdingOf(deps, of.kind);
  const held = await holding.held(holder);
  if (!held.ok) return held;
  const ours = held.value.filter(({ name }) => {
    const marker = readMarker(name);
    return marker?.renewalId === id && marker.attempt <= upTo;
  });
  for (const { keyId } of ours) {
    const removed = await holding.remove(holder, keyId);
    if (!removed.ok) return removed;
  }
  return ok(ours.length);
};
