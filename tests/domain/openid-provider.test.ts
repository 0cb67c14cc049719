import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { sha256 } from '../../lib/adapters/system/sha256.ts';
import { providerId } from '../../lib/domain/ids.ts';
import {
  advanceProvider,
  CHECKS_KEPT,
  copiedProvider,
  newProvider,
  type OpenIdProvider,
  type ProviderCommand,
  providerTitle,
} from '../../lib/domain/openid-provider.ts';
import { parseInstant } from '../../lib/domain/time.ts';
import { aTenant } from '../support/tenants.ts';

const NOW = parseInstant('2026-11-20T00:00:00Z')!;
const tenant = aTenant().id;
const named = (name: string, credentials: string) => ({
  id: providerId(sha256, tenant, { name, credentials }),
  ...{ tenant, name, credentials },
});
const SETTINGS = {
  clientId: 'client',
  addresses: {
    kind: 'discovery',
    url: 'https://id.example/.well-known/openid-configuration',
    issuer: undefined,
  },
  usedBy: [],
} as const;
const FRESH = newProvider(named('Contoso ID', 'Travel'), SETTINGS);
const COPY = copiedProvider(FRESH, named('Contoso ID', 'Payroll'));
const note = (message: string): ProviderCommand => ({
  kind: 'note',
  found: {
    check: {
      at: NOW,
      resultRedirection: 'https://id.example',
      result: 'success',
      credentialType: 'x',
      message,
    },
    keys: [{ keyId: 'k', certificate: undefined }],
    trouble: undefined,
  },
});
const told = (provider: OpenIdProvider, ...commands: readonly ProviderCommand[]) =>
  commands.reduce<ReturnType<typeof advanceProvider>>(
    (now, command) => (now.ok ? advanceProvider(now.value, command) : now),
    { ok: true, value: provider },
  );
const EDIT: ProviderCommand = { kind: 'edit', settings: SETTINGS };

describe('an OpenID provider', () => {
  test('is called by its name and that of its credentials', () => {
    expect(providerTitle(FRESH)).toBe('Contoso ID (Travel)');
  });

  test.each<[string, OpenIdProvider, readonly ProviderCommand[], string]>([
    ['is enabled when it is new', FRESH, [], 'enabled'],
    ['is disabled on demand', FRESH, [{ kind: 'disable' }], 'disabled'],
    ['is enabled again', FRESH, [{ kind: 'disable' }, { kind: 'enable' }], 'enabled'],
    ['stays enabled when it is edited', FRESH, [EDIT], 'enabled'],
    ['stays disabled when it is edited', FRESH, [{ kind: 'disable' }, EDIT], 'disabled'],
    ['is not configured when it is a copy', COPY, [], 'not-configured'],
    ['is disabled when it is a copy that was edited', COPY, [EDIT], 'disabled'],
    ['is enabled when it is a copy that was edited and enabled', COPY, [EDIT, { kind: 'enable' }], 'enabled'],
  ])('%s', (_name, provider, commands, status) => {
    expect(told(provider, ...commands)).toMatchObject({ ok: true, value: { status } });
  });

  test.each<[string, OpenIdProvider, readonly ProviderCommand[], string]>([
    ['a copy is not enabled before it is edited', COPY, [{ kind: 'enable' }], 'NOT_CONFIGURED'],
    ['a copy is not disabled before it is edited', COPY, [{ kind: 'disable' }], 'NOT_CONFIGURED'],
    ['what is used is not removed', { ...FRESH, usedBy: ['x'] }, [{ kind: 'remove', now: NOW }], 'IN_USE'],
    ['nothing becomes of what was removed', FRESH, [{ kind: 'remove', now: NOW }, EDIT], 'REMOVED'],
    ['what is disabled is not looked at', FRESH, [{ kind: 'disable' }, note('x')], 'NOT_ENABLED'],
    ['what is not configured is not looked at', COPY, [note('x')], 'NOT_ENABLED'],
  ])('%s', (_name, provider, commands, failure) => {
    expect(told(provider, ...commands)).toEqual({ ok: false, failure });
  });

  test('copies what it is, and none of what was seen of it or who uses it', () => {
    const seen = told({ ...FRESH, usedBy: ['x'] }, note('x'));
    expect(seen.ok && copiedProvider(seen.value, named('a', 'b'))).toEqual({
      ...copiedProvider(FRESH, named('a', 'b')),
    });
  });

  test('keeps the last looks, the newest first, and its keys when they can not be read', () => {
    const many = Array.from({ length: CHECKS_KEPT + 5 }, (_, n) => note(`${n}`));
    const seen = told(FRESH, ...many);
    if (!seen.ok) throw new Error(seen.failure);
    expect(seen.value.checks).toHaveLength(CHECKS_KEPT);
    expect(seen.value.checks[0]?.message).toBe(`${CHECKS_KEPT + 4}`);
    const away: ProviderCommand = {
      kind: 'note',
      found: {
        check: { ...seen.value.checks[0]!, result: 'failure' },
        keys: undefined,
        trouble: { what: 'unreachable', detail: 'away' },
      },
    };
    expect(told(seen.value, away)).toMatchObject({
      value: { keys: [{ keyId: 'k' }], trouble: { detail: 'away' } },
    });
  });

  test('whatever is said to it: no way from not configured but an edit, and none back', () => {
    const commands = fc.array(
      fc.constantFrom<ProviderCommand>(
        EDIT,
        { kind: 'enable' },
        { kind: 'disable' },
        { kind: 'edit', settings: { ...SETTINGS, usedBy: ['x'] } },
        { kind: 'remove', now: NOW },
        note('x'),
      ),
    );
    fc.assert(
      fc.property(commands, fc.constantFrom(FRESH, COPY), (all, from) => {
        let now = from;
        for (const command of all) {
          const moved = advanceProvider(now, command);
          if (!moved.ok) continue;
          if (now.status === 'not-configured' && moved.value.status !== 'not-configured') {
            expect(command.kind).toBe('edit');
            expect(moved.value.status).toBe('disabled');
          }
          if (now.status !== 'not-configured') expect(moved.value.status).not.toBe('not-configured');
          if (moved.value.removedAt !== undefined) expect(now.usedBy).toEqual([]);
          now = moved.value;
        }
      }),
    );
  });
});
