import { consoleLog } from './adapters/system/console-log.ts';
import type { SignIn } from './adapters/sign-in/tenant-credentials.ts';
import type { Config } from './config.ts';
import type { Policy } from './domain/policy.ts';
import type { Tracer } from './ports/tracer.ts';
import type { Wired } from './roles.ts';
import { wireCommon } from './wiring/common.ts';
import { wireLink } from './wiring/link.ts';
import { once, onFirstUse } from './wiring/on-first-use.ts';
import { wireRenew } from './wiring/renew.ts';
import { credentials, graphClients, vaultSignIns } from './wiring/sign-in.ts';
import { tablesOnFirstUse } from './wiring/tables-on-first-use.ts';
import { wireWatch } from './wiring/watch.ts';

/** Joins ports and adapters. Opens nothing and loads no SDK: that happens when a port is first asked. */
export const wire = (config: Config, policy: Policy, tracer?: Tracer): Wired => {
  const credentialsOfApp = once(async () =>
    (await import('./adapters/sign-in/tenant-credentials.ts')).tenantCredentials(
      config.common.AZURE_CLIENT_ID,
      vaultSignIns(consoleLog),
    ),
  );
  const signIn = (how: SignIn) => onFirstUse({ getToken: true }, async () => (await credentialsOfApp())(how));
  const home = signIn({ kind: 'managed-identity' });
  const tables = tablesOnFirstUse(config, home, tracer);
  const common = wireCommon(config, home, tables, policy, tracer);
  const credentialOf = credentials(config.common, signIn);
  const clientFor = graphClients(config.common, credentialOf, tracer);
  return {
    common,
    watch: config.watch && wireWatch(config.watch, common, tables, clientFor, credentialOf, home),
    renew: config.renew && wireRenew(config.renew, common, tables, clientFor, credentialOf, home, tracer),
    link: config.link && wireLink(config.link, common, tables, home),
  };
};
