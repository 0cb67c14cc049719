import { createHash } from 'node:crypto';
import { sha256 } from '../../../lib/adapters/system/sha256.ts';
import type { Subject } from '../../../lib/domain/credential.ts';
import { credentialId, subjectId } from '../../../lib/domain/ids.ts';
import { fail, ok, type Result } from '../../../lib/domain/result.ts';
import type { Tenant } from '../../../lib/domain/tenant.ts';
import type { Instant } from '../../../lib/domain/time.ts';
import type { Clock } from '../../../lib/ports/clock.ts';
import type { Holder } from '../../../lib/ports/credential-issuer.ts';
import type { CredentialSource } from '../../../lib/ports/credential-source.ts';
import type { SigningCertificate, SigningCertificates } from '../../../lib/ports/signing-certificates.ts';
import { guidOf } from './directory-records.ts';

export interface FakeSigner {
  readonly nativeId: string;
  readonly appId: string;
  readonly name: string;
  readonly notify: readonly string[];
  readonly parties: readonly string[];
  readonly certificates: readonly (SigningCertificate & { readonly startsAt: Instant })[];
  readonly inUse: string | undefined;
}

interface Mishap {
  readonly call: 'look' | 'add' | 'use' | 'remove';
  readonly what: 'away' | 'denied' | 'lost';
}

/** The service principals of a tenant that sign, in memory: what one port changes, the others see. */
export const fakeSigners = ({ tenant, clock }: { readonly tenant: Tenant; readonly clock: Clock }) => {
  const signers = new Map<string, FakeSigner>();
  let outage: 'UNAVAILABLE' | 'FORBIDDEN' | undefined;
  let mishaps: readonly Mishap[] = [];
  let made = 0;
  const calls: string[] = [];

  const certificate = (
    name: string,
    expiresAt: Instant,
    startsAt: Instant,
  ): FakeSigner['certificates'][number] => {
    made += 1;
    const keyId = guidOf(tenant.id, 'signing', made);
    return {
      ...{ keyId, name, expiresAt, startsAt },
      thumbprint: createHash('sha1').update(keyId).digest('hex').toUpperCase(),
    };
  };
  const change = (nativeId: string, changed: Partial<FakeSigner>): void => {
    const before = signers.get(nativeId);
    if (before === undefined) throw new Error(`There is no signer ${nativeId}.`);
    signers.set(nativeId, { ...before, ...changed });
  };

  /** The effect, with whatever goes wrong before it or after it. */
  const call = async <T, F>(
    of: Mishap['call'],
    holder: Holder,
    effect: (signer: FakeSigner) => Result<T, F>,
  ) => {
    await Promise.resolve();
    calls.push(of);
    const mishap = mishaps.find((one) => one.call === of);
    mishaps = mishaps.filter((one) => one !== mishap);
    if (outage !== undefined) return fail({ code: outage, detail: 'It is down.' });
    if (mishap?.what === 'away') return fail({ code: 'UNAVAILABLE', detail: 'It is away.' } as const);
    if (mishap?.what === 'denied') return fail({ code: 'FORBIDDEN', detail: 'You may not.' } as const);
    const signer = holder.tenant === tenant.id ? signers.get(holder.nativeId) : undefined;
    if (signer === undefined) return fail({ code: 'NOT_FOUND', detail: 'There is none.' } as const);
    const done = effect(signer);
    return mishap?.what === 'lost'
      ? fail({ code: 'UNAVAILABLE', detail: 'The answer is lost.' } as const)
      : done;
  };

  const signing: SigningCertificates = {
    look: (holder) =>
      call('look', holder, ({ certificates, inUse, notify }) =>
        ok({
          certificates: certificates.map(({ startsAt: _, ...one }) => one),
          ...{ inUse, notify },
        }),
      ),
    add: (holder, name, expiresAt) =>
      call('add', holder, ({ nativeId, certificates }) => {
        if (expiresAt <= clock.now()) return fail({ code: 'REJECTED', detail: 'It would be over.' } as const);
        const { startsAt, ...one } = certificate(name, expiresAt, clock.now());
        change(nativeId, { certificates: [...certificates, { ...one, startsAt }] });
        return ok(one);
      }),
    use: (holder, thumbprint) =>
      call('use', holder, ({ nativeId, certificates }) => {
        const found = certificates.find((one) => one.thumbprint === thumbprint);
        // The directory takes any thumbprint; what it names is not its concern.
        change(nativeId, { inUse: found?.keyId });
        return ok(undefined);
      }),
    remove: async (holder, keyId) => {
      const done = await call('remove', holder, ({ nativeId, certificates, inUse }) => {
        if (inUse === keyId) return fail({ code: 'IN_USE', detail: 'It is in use.' } as const);
        change(nativeId, { certificates: certificates.filter((one) => one.keyId !== keyId) });
        return ok(undefined);
      });
      return !done.ok && done.failure.code === 'NOT_FOUND' ? ok(undefined) : done;
    },
  };

  const subjectOf = (signer: FakeSigner): Subject => {
    const source = 'entra-service-principals';
    const id = subjectId(sha256, { tenant: tenant.id, source, nativeId: signer.nativeId });
    const kind = 'saml-signing-certificate';
    return {
      ...{ id, tenant: tenant.id, environment: tenant.environment, source, kind: 'service-principal' },
      ...{ nativeId: signer.nativeId, appId: signer.appId, name: signer.name, labels: [], enabled: true },
      ownerHints: { serviceManagementReference: undefined, ownerTag: undefined },
      credentials: signer.certificates.map((one) => ({
        ...{ id: credentialId(sha256, id, kind, one.keyId), kind, keyId: one.keyId, name: one.name },
        ...{ startsAt: one.startsAt, expiresAt: one.expiresAt, thumbprint: one.thumbprint, hint: undefined },
        ...{ enabled: true, renewsItself: false, managedBy: undefined },
        role: one.keyId === signer.inUse ? 'primary' : 'secondary',
        dependents: signer.parties.map((name) => ({ name, what: 'relying-party' })),
      })),
    };
  };
  const source: CredentialSource = {
    tenant: tenant.id,
    source: 'entra-service-principals',
    watches: () => true,
    page: () =>
      Promise.resolve(ok({ subjects: [...signers.values()].map(subjectOf), unread: [], next: undefined })),
    look: (nativeId) => {
      const signer = signers.get(nativeId);
      return Promise.resolve(ok(signer && subjectOf(signer)));
    },
  };

  return {
    signing,
    source,
    /** Each call that was made, in its order. */
    calls: calls as readonly string[],
    add: (
      said: Pick<FakeSigner, 'name'> &
        Partial<Pick<FakeSigner, 'notify' | 'parties'>> & {
          readonly appId: string | undefined;
          readonly startsAt: Instant;
          readonly expiresAt: Instant;
        },
    ): string => {
      const nativeId = guidOf(tenant.id, 'signer', said.name);
      const first = certificate('Federated SSO', said.expiresAt, said.startsAt);
      signers.set(nativeId, {
        ...{
          nativeId,
          name: said.name,
          appId: said.appId ?? nativeId,
          certificates: [first],
          inUse: first.keyId,
        },
        ...{ notify: said.notify ?? [], parties: said.parties ?? [] },
      });
      return nativeId;
    },
    at: (nativeId: string): FakeSigner => {
      const signer = signers.get(nativeId);
      if (signer === undefined) throw new Error(`There is no signer ${nativeId}.`);
      return signer;
    },
    /** Somebody else's doing in the portal. */
    addByHand: (nativeId: string, expiresAt: Instant): string => {
      const one = certificate('made by hand', expiresAt, clock.now());
      change(nativeId, { certificates: [...(signers.get(nativeId)?.certificates ?? []), one] });
      return one.keyId;
    },
    useByHand: (nativeId: string, keyId: string): void => {
      change(nativeId, { inUse: keyId });
    },
    /** The next call of that kind fails so: before its effect, or after it. */
    fault: (mishap: Mishap): void => {
      mishaps = [...mishaps, mishap];
    },
    goAway: (): void => {
      outage = 'UNAVAILABLE';
    },
    deny: (): void => {
      outage = 'FORBIDDEN';
    },
    comeBack: (): void => {
      outage = undefined;
    },
  };
};

export type FakeSigners = ReturnType<typeof fakeSigners>;
