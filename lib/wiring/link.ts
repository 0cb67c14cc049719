import type { TokenCredential } from '@azure/identity';
import { TOKEN_EXCHANGE } from '../adapters/openid/client-assertion.ts';
import { codeMaker } from '../adapters/sealing/code-maker.ts';
import { opener, type UnwrapShare } from '../adapters/sealing/open.ts';
import { sendGridEvents } from '../adapters/sendgrid/mail-events.ts';
import { isSignedHook } from '../adapters/servicenow/webhook-signature.ts';
import { x509CertificateReader } from '../adapters/x509/certificate-reader.ts';
import { systemClock } from '../adapters/system/system-clock.ts';
import type { LinkSettings } from '../config.ts';
import { handInPage, linkPage } from '../pages/link-page.ts';
import type { SignIn } from '../ports/sign-in.ts';
import type { CommonDeps, LinkDeps } from '../roles.ts';
import { onFirstUse } from './on-first-use.ts';
import type { Tables } from './tables.ts';

export const wireLink = (
  settings: LinkSettings,
  common: CommonDeps,
  tables: Tables,
  home: TokenCredential,
): LinkDeps => ({
  ...common,
  links: tables.links,
  sessions: tables.sessions,
  pendingSignIns: tables.pendingSignIns,
  limits: tables.limits,
  expired: tables.expired,
  signIn: signInOf(settings, home),
  codes: codeMaker,
  offersMailCodes: settings.MAIL_CODE_DOMAINS.length > 0,
  guests: settings.SIGN_IN_GUESTS,
  reauthentication: settings.REVEAL_REAUTHENTICATION,
  linkBaseUrl: settings.LINK_BASE_URL,
  team: { name: settings.TEAM_NAME, address: settings.TEAM_ADDRESS },
  reader: x509CertificateReader(),
  opener: opener({
    unwrap: onFirstUse<{ share: UnwrapShare }>({ share: true }, async () => {
      const { keyVaultShareUnwrap } = await import('../adapters/key-vault/link-key.ts');
      const { cryptographyClient } = await import('../adapters/key-vault/key-client.ts');
      const clientFor = (keyId: string) => cryptographyClient(keyId, home);
      return { share: keyVaultShareUnwrap({ key: settings.WRAP_KEY_ID, clientFor }) };
    }).share,
  }),
  linkPage: linkPage(),
  handInPage: handInPage(),
  mailEvents:
    settings.SENDGRID_EVENT_KEY === undefined
      ? undefined
      : sendGridEvents(settings.SENDGRID_EVENT_KEY, systemClock),
  isSignedHook: (hook) => isSignedHook(settings.SERVICENOW_WEBHOOK_KEY, hook, systemClock.now()),
});

const signInOf = (settings: LinkSettings, home: TokenCredential): SignIn =>
  onFirstUse<SignIn>({ begin: true, finish: true }, async () => {
    const { entraSignIn } = await import('../adapters/openid/entra-sign-in.ts');
    return entraSignIn({
      authority: settings.SIGN_IN_AUTHORITY,
      // Whose guests may come is one tenant, and only that one knows them.
      audience: settings.SIGN_IN_GUESTS === 'allow' ? (settings.TENANTS[0]?.id ?? '') : 'organizations',
      clientId: settings.SIGN_IN_CLIENT_ID,
      redirectUri: new URL('/auth/callback', settings.LINK_BASE_URL),
      timeout: settings.REQUEST_TIMEOUT,
      clientAssertion: async () => {
        const token = await home.getToken(TOKEN_EXCHANGE);
        if (token === null) throw new Error('Our identity gives no token for exchange.');
        return token.token;
      },
    });
  });
