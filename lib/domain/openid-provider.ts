import type { ProviderId, TenantId } from './ids.ts';
import { fail, ok, type Result } from './result.ts';
import type { Instant } from './time.ts';

/** Where a provider tells of itself, or what was written down of it. */
export type ProviderAddresses =
  | {
      readonly kind: 'discovery';
      readonly url: string;
      /** What it must call itself; undefined: as its address says. */
      readonly issuer: string | undefined;
    }
  | {
      readonly kind: 'by-hand';
      readonly issuer: string;
      readonly authorization: string;
      readonly token: string;
      readonly userInfo: string;
      readonly keys: string;
    };

export type ProviderStatus = 'enabled' | 'disabled' | 'not-configured';

/** A key of a provider's key set. */
export interface ShownKey {
  /** What the key set calls it; of one without an id, a fingerprint. Hostile text. */
  readonly keyId: string;
  /** Of its certificate, if it has one. */
  readonly certificate:
    | {
        readonly thumbprint: string;
        readonly name: string;
        readonly startsAt: Instant;
        readonly expiresAt: Instant;
      }
    | undefined;
}

/** One look at a provider. */
export interface ProviderCheck {
  readonly at: Instant;
  /** The address that the look ended at, after redirects. */
  readonly resultRedirection: string;
  readonly result: 'success' | 'failure';
  readonly credentialType: string;
  /** For people. */
  readonly message: string;
}

/** What stands wrong with it since the last look. */
export interface ProviderTrouble {
  readonly what: 'unreachable' | 'issuer-mismatch';
  readonly detail: string;
}

/** What a look found. */
export interface ProviderFinding {
  readonly check: ProviderCheck;
  /** Undefined: they could not be read. */
  readonly keys: readonly ShownKey[] | undefined;
  readonly trouble: ProviderTrouble | undefined;
}

/** What an operator says of a provider. */
export interface ProviderSettings {
  readonly clientId: string;
  readonly addresses: ProviderAddresses;
  /** Who signs in by it. Hostile text. */
  readonly usedBy: readonly string[];
}

/** An OpenID provider with one set of credentials. */
export interface OpenIdProvider extends ProviderSettings {
  readonly id: ProviderId;
  readonly tenant: TenantId;
  readonly name: string;
  readonly credentials: string;
  readonly status: ProviderStatus;
  /** As they were read last. */
  readonly keys: readonly ShownKey[];
  readonly trouble: ProviderTrouble | undefined;
  /** The last looks, the newest first. */
  readonly checks: readonly ProviderCheck[];
  readonly removedAt: Instant | undefined;
}

/** What people call it. */
export const providerTitle = ({ name, credentials }: Pick<OpenIdProvider, 'name' | 'credentials'>): string =>
  `${name} (${credentials})`;

export type ProviderCommand =
  | { readonly kind: 'edit'; readonly settings: ProviderSettings }
  | { readonly kind: 'enable' }
  | { readonly kind: 'disable' }
  | { readonly kind: 'remove'; readonly now: Instant }
  | { readonly kind: 'note'; readonly found: ProviderFinding };

export type ProviderRefusal = 'REMOVED' | 'NOT_CONFIGURED' | 'IN_USE' | 'NOT_ENABLED';

/** Enough to see a bad night, and little beside the rest of its row. */
export const CHECKS_KEPT = 50;

type Names = Pick<OpenIdProvider, 'id' | 'tenant' | 'name' | 'credentials'>;

/** A new one is enabled. */
export const newProvider = (names: Names, settings: ProviderSettings): OpenIdProvider => ({
  ...names,
  ...settings,
  status: 'enabled',
  keys: [],
  trouble: undefined,
  checks: [],
  removedAt: undefined,
});

/** A copy is not configured until someone edits it, and nobody uses it yet. */
export const copiedProvider = (of: OpenIdProvider, names: Names): OpenIdProvider => ({
  ...newProvider(names, { clientId: of.clientId, addresses: of.addresses, usedBy: [] }),
  status: 'not-configured',
});

/**
 * The only way in which a provider changes.
 *
 * Invariants: what is not configured is never looked at, and leaves that state by an edit only; what somebody uses is not
 * removed; nothing becomes of what was removed.
 */
export const advanceProvider = (
  provider: OpenIdProvider,
  command: ProviderCommand,
): Result<OpenIdProvider, ProviderRefusal> => {
  if (provider.removedAt !== undefined) return fail('REMOVED');
  const { status } = provider;
  switch (command.kind) {
    case 'edit':
      return ok({
        ...provider,
        ...command.settings,
        status: status === 'not-configured' ? 'disabled' : status,
      });
    case 'enable':
    case 'disable':
      if (status === 'not-configured') return fail('NOT_CONFIGURED');
      return ok({ ...provider, status: command.kind === 'enable' ? 'enabled' : 'disabled' });
    case 'remove':
      if (provider.usedBy.length > 0) return fail('IN_USE');
      return ok({ ...provider, removedAt: command.now });
    case 'note': {
      if (status !== 'enabled') return fail('NOT_ENABLED');
      const { check, keys = provider.keys, trouble } = command.found;
      return ok({ ...provider, keys, trouble, checks: [check, ...provider.checks].slice(0, CHECKS_KEPT) });
    }
  }
};
