import type { DepositedVersion } from '../../../lib/domain/deposit.ts';
import { fail, ok } from '../../../lib/domain/result.ts';
import type { Depository } from '../../../lib/ports/depository.ts';

/** A version in a vault of the fakes, with the value that the real adapter can't read. */
export interface FakeVersion extends DepositedVersion {
  readonly place: string;
  readonly value: string;
}

/** The vaults of applications in memory. */
export interface FakeDepository {
  readonly depository: Depository;
  /** All versions of that secret, the oldest first. */
  readonly versions: (vault: string, secret: string) => readonly FakeVersion[];
  readonly goAway: () => void;
  readonly comeBack: () => void;
  /** Every right is taken away. */
  readonly close: () => void;
  /** So many answers to what was put are lost, although it was. */
  readonly loseAnswers: (count: number) => void;
  /** Runs while something is being put, before it is there. */
  readonly beforePut: (hook: (() => Promise<void>) | undefined) => void;
}

export const fakeDepository = (): FakeDepository => {
  const versions: FakeVersion[] = [];
  let trouble: 'away' | 'closed' | undefined;
  let lost = 0;
  let hook: (() => Promise<void>) | undefined;
  const AWAY = fail({ code: 'UNAVAILABLE', detail: 'The vault is away.' });
  const down = () => {
    if (trouble === 'away') return AWAY;
    return trouble === 'closed' ? fail({ code: 'REFUSED', detail: 'The vault answered 403.' }) : undefined;
  };
  const keyOf = ({ vault, secret }: { vault: string; secret: string }) => `${vault}/${secret.toLowerCase()}`;
  return {
    depository: {
      put: async (_tenant, place, value, says) => {
        await hook?.();
        const refused = down();
        if (refused !== undefined) return refused;
        const version = `v${versions.length + 1}`.padStart(32, '0');
        versions.push({ ...says, version, value, place: keyOf(place) });
        lost -= 1;
        return lost >= 0 ? AWAY : ok({ version });
      },
      find: (_tenant, place, renewalId) => {
        const found = versions.findLast((one) => one.place === keyOf(place) && one.renewalId === renewalId);
        if (found === undefined) return Promise.resolve(down() ?? ok(undefined));
        const { value: _, place: __, ...said } = found;
        return Promise.resolve(down() ?? ok(said));
      },
    },
    versions: (vault, secret) => versions.filter(({ place }) => place === keyOf({ vault, secret })),
    goAway: () => {
      trouble = 'away';
    },
    comeBack: () => {
      trouble = undefined;
    },
    close: () => {
      trouble = 'closed';
    },
    loseAnswers: (count) => {
      lost = count;
    },
    beforePut: (next) => {
      hook = next;
    },
  };
};
