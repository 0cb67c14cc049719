import type { Tables } from './tables.ts';
import type { TokenCredential } from '@azure/identity';
import { opener, type UnwrapShare } from '../adapters/sealing/open.ts';
import { isSignedHook } from '../adapters/servicenow/webhook-signature.ts';
import { systemClock } from '../adapters/system/system-clock.ts';
import type { LinkSettings } from '../config.ts';
import { linkPage } from '../pages/link-page.ts';
import type { CommonDeps, LinkDeps } from '../roles.ts';
import { onFirstUse } from './on-first-use.ts';

export const wireLink = (
  settings: LinkSettings,
  common: CommonDeps,
  tables: Tables,
  home: TokenCredential,
): LinkDeps => ({
  ...common,
  links: tables.links,
  opener: opener({
    unwrap: onFirstUse<{ share: UnwrapShare }>({ share: true }, async () => {
      const { keyVaultShareUnwrap } = await import('../adapters/key-vault/link-key.ts');
      const { cryptographyClient } = await import('../adapters/key-vault/key-client.ts');
      const clientFor = (keyId: string) => cryptographyClient(keyId, home);
      return { share: keyVaultShareUnwrap({ key: settings.WRAP_KEY_ID, clientFor }) };
    }).share,
  }),
  linkPage: linkPage(),
  isSignedHook: (hook) => isSignedHook(settings.SERVICENOW_WEBHOOK_KEY, hook, systemClock.now()),
});
