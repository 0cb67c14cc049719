import {
  attempt,
  type Finding,
  findingOf,
  headersOf,
  MISSING,
  type Need,
  PATIENCE_MS,
  unknown,
} from './need.ts';

interface Desk {
  readonly instance: URL;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly catalogItem: string;
}

const WAITS = 'Renewals wait before it; watching, judging and events go on.';
/** A record that nobody has. */
const NOTHING = '0'.repeat(32);

/** What our user at the service desk must be allowed. Its sign-in comes first: without it nothing else is told. */
export const deskNeeds = (desk: Desk): readonly Need[] => {
  const token = signedIn(desk);
  const table = (name: string, what: string): Need =>
    need(`ServiceNow: read ${name}`, `${what} ${WAITS}`, `/api/now/table/${name}?sysparm_limit=1`, {}, [200]);
  const need = (
    right: string,
    stops: string,
    path: string,
    init: RequestInit,
    allowed: readonly number[],
  ): Need => ({
    right,
    without: stops,
    probe: () =>
      attempt(async () => {
        const signed = await token();
        if (signed === undefined) return unknown('the sign-in is refused');
        return ask(
          desk,
          path,
          { ...init, headers: { ...headersOf(init), authorization: `Bearer ${signed}` } },
          allowed,
        );
      }),
  });
  return [
    {
      right: 'ServiceNow: sign-in of the OAuth client',
      without: `No request is opened or read. ${WAITS}`,
      probe: () => attempt(async () => ((await token()) === undefined ? MISSING : { is: 'granted' })),
    },
    need(
      'ServiceNow: the catalogue item of the renewal form',
      `No request is opened. ${WAITS}`,
      `/api/sn_sc/servicecatalog/items/${desk.catalogItem}`,
      {},
      [200],
    ),
    table('sys_user', 'People are not found, so no request is opened.'),
    table('sc_req_item', 'Requests are not found again, so none is opened.'),
    table('sysapproval_approver', 'Decisions are not seen.'),
    need(
      'ServiceNow: write sc_req_item',
      `A request gets no key, no notes and is not closed. ${WAITS}`,
      `/api/now/table/sc_req_item/${NOTHING}`,
      { method: 'PATCH', headers: { 'content-type': 'application/json' }, body: '{}' },
      [404],
    ),
  ];
};

const ask = async (
  { instance }: Desk,
  path: string,
  init: RequestInit,
  allowed: readonly number[],
): Promise<Finding> => {
  const answer = await fetch(new URL(path, instance), {
    ...init,
    redirect: 'manual',
    signal: AbortSignal.timeout(PATIENCE_MS),
    headers: { accept: 'application/json', ...headersOf(init) },
  });
  await answer.body?.cancel();
  // An item that one may not see is said not to be valid.
  return answer.status === 400 && path.includes('/items/') ? MISSING : findingOf(answer.status, allowed);
};

const signedIn = ({ instance, clientId, clientSecret }: Desk): (() => Promise<string | undefined>) => {
  let asked: Promise<string | undefined> | undefined;
  const ask = async () => {
    const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
    const answer = await fetch(new URL('/oauth_token.do', instance), {
      method: 'POST',
      redirect: 'manual',
      signal: AbortSignal.timeout(PATIENCE_MS),
      body: new URLSearchParams(form),
    });
    if (answer.status === 401 || answer.status === 403) return undefined;
    if (!answer.ok) throw new Error(`the desk answered ${answer.status}`);
    return ((await answer.json()) as { readonly access_token?: string }).access_token;
  };
  return () => (asked ??= ask());
};
