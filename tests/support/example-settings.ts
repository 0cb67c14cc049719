import { readFileSync } from 'node:fs';

/** What a person would write in place of each `<placeholder>` of the example. */
const FILLED: Readonly<Record<string, string>> = {
  'tenant id': '7d0c4c3e-52a6-4b53-9e07-0f2a7f1d9b11',
  'tenant name': 'Northwind',
  'watched vault': 'apps',
  'storage account': 'monitor',
  namespace: 'monitor',
  'SendGrid API key': 'SG.a mail key',
  'sender address': 'monitor@northwind.example',
  'team address': 'identity@northwind.example',
  'security address': 'security@northwind.example',
  instance: 'northwind',
  'ServiceNow client id': 'expiry-monitor',
  'ServiceNow client secret': 'a desk secret',
  'sys_id of the renewal form': '0123456789abcdef0123456789abcdef',
  'what no API shows': 'ZTNA console',
  'date on which it ends': '2027-03-01',
  'webhook key of 32 characters or more': 'k'.repeat(32),
  'product vault': 'product',
  'client id of the sign-in application': '4f1f7e62-3a58-4a0c-9d0e-6f1b2c3d4e5f',
};

const file = new URL('../../local.settings.example.json', import.meta.url);

interface Example {
  readonly IsEncrypted: boolean;
  readonly Values: Readonly<Record<string, string>>;
}

/** The example as it lies in the repository. */
export const exampleSettings = (): Example => JSON.parse(readFileSync(file, 'utf8')) as Example;

/** The example with every placeholder filled: good settings for all roles. */
export const filledSettings = (): Record<string, string> =>
  Object.fromEntries(
    Object.entries(exampleSettings().Values).map(([name, value]) => [
      name,
      value.replaceAll(/<([^<>]+)>/g, (_, what: string) => {
        const filled = FILLED[what];
        if (filled === undefined) throw new Error(`Nobody knows what to write for <${what}> in ${name}.`);
        return filled;
      }),
    ]),
  );
