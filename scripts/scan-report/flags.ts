import { parseArgs } from 'node:util';

export const HELP = `npm run scan -- --tenant ID [OPTIONS]

Reads the applications and service principals of a tenant, and what is said about the certificates, secrets and keys of the
vaults that you name, with your own sign-in, and says what ends when. It reads no value, changes nothing, keeps nothing and sends
nothing anywhere.

  --tenant ID         the tenant's id
  --vault URL         a Key Vault to read as well; may be repeated
  --sign-in HOW       cli (default): as you did with "az login"; device: with a code in a browser; default: whatever the
                      Azure SDK finds (environment, managed identity, developer tools)
  --graph URL         Graph of another cloud, such as https://graph.microsoft.us
  --json              the whole report as one JSON document on stdout, instead of a list
  --html FILE         the whole report as a page of HTML

You need to be allowed to read applications (any member of most tenants is), and in a vault to list what is there
(the role Key Vault Reader).
`;

const OPTIONS = {
  tenant: { type: 'string' },
  vault: { type: 'string', multiple: true },
  'sign-in': { type: 'string', default: 'cli' },
  graph: { type: 'string', default: 'https://graph.microsoft.com' },
  json: { type: 'boolean', default: false },
  html: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

const SIGN_INS = ['cli', 'device', 'default'] as const;
export type SignIn = (typeof SIGN_INS)[number];

export interface Flags {
  readonly tenant: string;
  readonly vaults: readonly URL[];
  readonly signIn: SignIn;
  readonly graph: URL;
  readonly json: boolean;
  readonly html: string | undefined;
}

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Reads the command line; undefined when only help is wanted. Throws for what makes no sense. */
export const readFlags = (args: readonly string[]): Flags | undefined => {
  const { values } = parseArgs({ args: [...args], options: OPTIONS });
  if (values.help) return undefined;
  const { tenant = '', html, json } = values;
  if (!GUID.test(tenant))
    throw new Error('--tenant needs the id of a tenant, such as 7d0c4c3e-52a6-4b53-9e07-0f2a7f1d9b11.');
  const signIn = SIGN_INS.find((known) => known === values['sign-in']);
  if (signIn === undefined)
    throw new Error(`--sign-in is one of ${SIGN_INS.join(', ')}, not "${values['sign-in']}".`);
  return {
    tenant: tenant.toLowerCase(),
    vaults: (values.vault ?? []).map((url) => address('vault', url)),
    signIn,
    graph: address('graph', values.graph),
    json,
    html,
  };
};

/** Only https: a token goes there. */
const address = (flag: string, text: string): URL => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'https:') return url;
  throw new Error(`--${flag} needs an https address, not "${text}".`);
};
