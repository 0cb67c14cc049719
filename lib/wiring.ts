import { tenantCredentials } from './adapters/sign-in/tenant-credentials.ts';
import type { Config } from './config.ts';
import type { Policy } from './domain/policy.ts';
import type { Wired } from './roles.ts';
import { wireCommon } from './wiring/common.ts';
import { wireLink } from './wiring/link.ts';
import { wireRenew } from './wiring/renew.ts';
import { credentials, graphClients } from './wiring/sign-in.ts';
import { openTables } from './wiring/tables.ts';
import { wireWatch } from './wiring/watch.ts';

/** Joins ports and adapters. Opens nothing: clients connect when they are first used. */
export const wire = (config: Config, policy: Policy): Wired => {
  const signIn = tenantCredentials(config.common.AZURE_CLIENT_ID);
  const home = signIn({ kind: 'managed-identity' });
  const tables = openTables(config, home);
  const common = wireCommon(config, home, tables, policy);
  const credentialOf = credentials(config.common, signIn);
  const clientFor = graphClients(config.common, credentialOf);
  return {
    common,
    watch: config.watch && wireWatch(config.watch, common, tables, clientFor, credentialOf),
    renew: config.renew && wireRenew(config.renew, common, tables, clientFor, home),
    link: config.link && wireLink(config.link, common, tables, home),
  };
};
