import type { ItemPlace } from '../../../lib/domain/item-place.ts';
import type { CurrentVersion, VaultView, VersionRequest } from '../../../lib/domain/next-version.ts';
import { fail, ok, type Result } from '../../../lib/domain/result.ts';
import { days, plus } from '../../../lib/domain/time.ts';
import type { Clock } from '../../../lib/ports/clock.ts';
import type { VaultVersions, VersionFailure } from '../../../lib/ports/vault-versions.ts';
import type { FakeCertificate } from './vault-item.ts';

type Verb = 'look' | 'ask' | 'rotate' | 'set' | 'merge';

/** How what vaults make can go wrong, and what they made. */
export interface FakeMaking {
  /** How many versions were made of an item. */
  readonly made: (item: string) => number;
  /** Values that were set, the oldest first. */
  readonly values: (item: string) => readonly string[];
  /** The next so many calls of this verb do nothing, and say that the vault is away. */
  readonly failBefore: (verb: Verb, count?: number) => void;
  /** The next so many calls of this verb do their work, and their answer is lost. */
  readonly failAfter: (verb: Verb, count?: number) => void;
  /** What the vault never does. */
  readonly refuse: (verb: Verb) => void;
  /** What the issuer says from now on; undefined: yes. */
  readonly issuerSays: (why: string | undefined) => void;
  /** Issuers wait until `issue` is called. */
  readonly holdIssuers: () => void;
  readonly issue: (item: string) => void;
  readonly cancel: (item: string) => void;
  /** What the next request asks to have signed. */
  readonly nextRequest: (csr: string) => void;
  /** The chains that were joined, the oldest first. */
  readonly merged: () => readonly (readonly string[])[];
  readonly requestOf: (item: string) => VersionRequest | undefined;
  /** Runs before each call that makes something. */
  readonly beforeLooking: (hook: (() => void) | undefined) => void;
  readonly beforeMaking: (hook: (() => Promise<void>) | undefined) => void;
}

interface World {
  readonly find: (
    vault: string,
    collection: ItemPlace['collection'],
    name: string,
  ) => FakeCertificate | undefined;
  readonly put: (certificate: FakeCertificate) => unknown;
  readonly keyIdOf: (certificate: FakeCertificate) => string;
  readonly isAway: () => boolean;
  readonly isClosed: (vault: string) => boolean;
  readonly clock: Clock;
}

const AWAY = fail({ code: 'UNAVAILABLE', detail: 'The vault is away.' });

/** Next versions of what the vaults of the fakes hold. */
export const fakeVaultVersions = ({
  find,
  put,
  keyIdOf,
  isAway,
  isClosed,
  clock,
}: World): { readonly versions: VaultVersions; readonly making: FakeMaking } => {
  const requests = new Map<string, VersionRequest>();
  const made = new Map<string, number>();
  const values = new Map<string, string[]>();
  const before = new Map<Verb, number>();
  const after = new Map<Verb, number>();
  const refused = new Set<Verb>();
  let issuerSays: string | undefined;
  let isHeld = false;
  let asked = 0;
  const given: string[] = [];
  const merged: (readonly string[])[] = [];
  let hook: (() => Promise<void>) | undefined;
  let lookHook: (() => void) | undefined;

  const idOf = ({ collection, name }: Pick<ItemPlace, 'collection' | 'name'>) => `${collection}/${name}`;
  const vaultOf = ({ host }: ItemPlace) => host.split('.')[0] ?? '';
  const takes = (left: Map<Verb, number>, verb: Verb): boolean => {
    const count = left.get(verb) ?? 0;
    left.set(verb, Math.max(0, count - 1));
    return count > 0;
  };
  const currentOf = (one: FakeCertificate): CurrentVersion => ({
    keyId: keyIdOf(one),
    expiresAt: one.expiresAt,
    enabled: one.enabled ?? true,
  });

  const call = async <T>(
    verb: Verb,
    item: ItemPlace,
    act: (one: FakeCertificate) => Result<T, VersionFailure>,
  ): Promise<Result<T, VersionFailure>> => {
    if (verb === 'look') lookHook?.();
    else await hook?.();
    if (isAway() || takes(before, verb)) return AWAY;
    if (isClosed(vaultOf(item))) return fail({ code: 'CLOSED', detail: 'The vault answered 403.' });
    if (refused.has(verb)) return fail({ code: 'REFUSED', detail: 'The vault answered 400.' });
    const one = find(vaultOf(item), item.collection, item.name);
    if (one === undefined) return fail({ code: 'NOT_FOUND', detail: 'The vault answered 404.' });
    const done = act(one);
    return takes(after, verb) ? AWAY : done;
  };

  /** A version more, which begins now. */
  const make = (one: FakeCertificate, expiresAt = plus(clock.now(), days(365))): FakeCertificate => {
    const id = idOf({ collection: one.in ?? 'certificates', name: one.name });
    made.set(id, (made.get(id) ?? 0) + 1);
    const next = { ...one, startsAt: clock.now(), expiresAt, enabled: true };
    put(next);
    return next;
  };

  const issue = (one: FakeCertificate, id: string): void => {
    const request = requests.get(id);
    if (request?.status !== 'in-progress') return;
    const refuses = one.refuses ?? issuerSays;
    if (refuses !== undefined) {
      requests.set(id, { ...request, status: 'failed', said: refuses });
      return;
    }
    make(one);
    requests.set(id, { ...request, status: 'completed' });
  };

  const viewOf = (item: ItemPlace, one: FakeCertificate): VaultView => {
    const current = currentOf(one);
    switch (item.collection) {
      case 'certificates':
        return {
          kind: 'certificate',
          current,
          hasIssuer: (one.issuer ?? 'people') === 'Self',
          request: requests.get(idOf(item)),
        };
      case 'keys':
        return { kind: 'key', current, rotatesAt: one.rotatesAt };
      case 'secrets':
        return { kind: 'secret', current, generate: one.generate, depositOf: one.depositOf };
    }
  };

  return {
    versions: {
      look: (_tenant, item) => call('look', item, (one) => ok(viewOf(item, one))),
      ask: (_tenant, item) =>
        call('ask', item, (one) => {
          const id = idOf(item);
          if (requests.get(id)?.status === 'in-progress') return AWAY; // 409, as the vault has it
          asked += 1;
          const csr = given.shift() ?? Buffer.from(`request ${asked} of ${item.name}`).toString('base64');
          requests.set(id, { id: `request-${asked}`, status: 'in-progress', said: undefined, csr });
          if (one.issuer === 'Self' && !isHeld) issue(one, id);
          return ok(undefined);
        }),
      rotate: (_tenant, item) => call('rotate', item, (one) => ok(currentOf(make(one)))),
      set: (_tenant, item, { value, expiresAt }) =>
        call('set', item, (one) => {
          values.set(idOf(item), [...(values.get(idOf(item)) ?? []), value]);
          return ok(currentOf(make(one, expiresAt)));
        }),
      merge: (_tenant, item, chain) =>
        call('merge', item, (one) => {
          const request = requests.get(idOf(item));
          if (request?.status !== 'in-progress')
            return fail({ code: 'NOT_FOUND', detail: 'No request is open.' });
          merged.push(chain);
          make(one);
          requests.set(idOf(item), { ...request, status: 'completed' });
          return ok(undefined);
        }),
    },
    making: {
      made: (item) => made.get(item) ?? 0,
      values: (item) => values.get(item) ?? [],
      failBefore: (verb, count = 1) => void before.set(verb, count),
      failAfter: (verb, count = 1) => void after.set(verb, count),
      refuse: (verb) => void refused.add(verb),
      issuerSays: (why) => {
        issuerSays = why;
      },
      holdIssuers: () => {
        isHeld = true;
      },
      issue: (item) => {
        const [collection, name = ''] = item.split('/');
        if (collection !== 'certificates') return;
        for (const vault of ['apps']) {
          const one = find(vault, 'certificates', name);
          if (one !== undefined) issue(one, item);
        }
      },
      cancel: (item) => {
        const request = requests.get(item);
        if (request !== undefined) requests.set(item, { ...request, status: 'cancelled' });
      },
      nextRequest: (csr) => void given.push(csr),
      merged: () => merged,
      requestOf: (item) => requests.get(item),
      beforeLooking: (next) => {
        lookHook = next;
      },
      beforeMaking: (next) => {
        hook = next;
      },
    },
  };
};
