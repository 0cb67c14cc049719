import type { Tables } from './tables.ts';
import type { TokenCredential } from '@azure/identity';
import { keyVaultShareUnwrap } from '../adapters/key-vault/link-key.ts';
import { cryptographyClient } from '../adapters/key-vault/vault-clients.ts';
import { opener } from '../adapters/sealing/open.ts';
import { sendGridEvents } from '../adapters/sendgrid/mail-events.ts';
import { isSignedHook } from '../adapters/servicenow/webhook-signature.ts';
import { systemClock } from '../adapters/system/system-clock.ts';
import type { LinkSettings } from '../config.ts';
import { linkPage } from '../pages/link-page.ts';
import type { CommonDeps, LinkDeps } from '../roles.ts';

export const wireLink = (
  settings: LinkSettings,
  common: CommonDeps,
  tables: Tables,
  home: TokenCredential,
): LinkDeps => ({
  ...common,
  links: tables.links,
  opener: opener({
    unwrap: keyVaultShareUnwrap({
      key: settings.WRAP_KEY_ID,
      clientFor: (keyId) => cryptographyClient(keyId, home),
    }),
  }),
  linkPage: linkPage(),
  mailEvents:
    settings.SENDGRID_EVENT_KEY === undefined
      ? undefined
      : sendGridEvents(settings.SENDGRID_EVENT_KEY, systemClock),
  isSignedHook: (hook) => isSignedHook(settings.SERVICENOW_WEBHOOK_KEY, hook, systemClock.now()),
});
