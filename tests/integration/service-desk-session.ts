import {
  startServiceDesk,
  type ServiceDesk,
  type ServiceDeskOptions,
} from '../../local/service-desk/server.ts';

export const CLIENT = { clientId: 'expiry-monitor', clientSecret: 'correct horse' } as const;

export const PEOPLE = [
  { userName: 'olivia@contoso.test', email: 'olivia@contoso.test', name: 'Olivia Owner' },
  { userName: 'adam@contoso.test', email: 'adam@contoso.test', name: 'Adam <i>Approver</i>' },
  { userName: 'bea@contoso.test', email: 'bea@contoso.test', name: 'Bea Approver' },
] as const;

const APPROVERS = ['adam@contoso.test', 'bea@contoso.test'];

/** A clock that moves only when it is told to. */
interface Clock {
  now(): Date;
  pass(seconds: number): void;
}

const aClock = (start = '2026-11-21T08:00:00Z'): Clock => {
  let at = Date.parse(start);
  return {
    now: () => new Date(at),
    pass: (seconds) => {
      at += seconds * 1000;
    },
  };
};

/** A row as the API gives it, with the columns that tests ask for by name. */
export interface Fields {
  readonly [column: string]: string;
  readonly sys_id: string;
  readonly number: string;
  readonly state: string;
  readonly request: string;
  readonly request_id: string;
  readonly sys_updated_on: string;
  readonly sys_mod_count: string;
  readonly download_link: string;
  readonly correlation_id: string;
  readonly resolved_at: string;
  readonly closed_at: string;
}

/** An answer of the API, and its `result` read as one row, as many, or as the message of a refusal. */
interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
  readonly row: Fields;
  readonly list: readonly Fields[];
  readonly message: string | undefined;
}

/** A desk with its integration user signed in. */
export interface Session {
  readonly desk: ServiceDesk;
  readonly clock: Clock;
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  rows(table: string, query: string, more?: Record<string, string>): Promise<readonly Fields[]>;
  userId(userName: string): Promise<string>;
  order(variables?: Record<string, unknown>): Promise<Answer>;
  /** Orders and gives the item that came of it. */
  orderedItem(variables?: Record<string, unknown>): Promise<Fields>;
}

export const getToken = (desk: ServiceDesk, form: Record<string, string> = {}): Promise<Response> =>
  fetch(`${desk.url}/oauth_token.do`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: CLIENT.clientId,
      client_secret: CLIENT.clientSecret,
      ...form,
    }),
  });

export const openDesk = async (options: Partial<ServiceDeskOptions> = {}): Promise<Session> => {
  const clock = aClock();
  const desk = await startServiceDesk({
    ...CLIENT,
    people: PEOPLE,
    approvers: APPROVERS,
    now: () => clock.now(),
    ...options,
  });
  const { access_token: token } = (await (await getToken(desk)).json()) as { access_token: string };

  const call: Session['call'] = async (method, path, body, headers = {}) => {
    const answer = await fetch(desk.url + path, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    // An injected fault may say JSON and send nothing.
    const json = text !== '' && answer.headers.get('content-type')?.includes('json') === true;
    const content: unknown = json ? JSON.parse(text) : text;
    const { result, error } = content as { result: unknown; error?: { message: string } };
    return {
      status: answer.status,
      headers: answer.headers,
      body: content,
      row: result as Fields,
      list: result as readonly Fields[],
      message: error?.message,
    };
  };

  const rows: Session['rows'] = async (table, query, more = {}) => {
    const plain = { sysparm_exclude_reference_link: 'true', sysparm_query: query };
    const search = new URLSearchParams({ ...plain, ...more });
    return (await call('GET', `/api/now/table/${table}?${search.toString()}`)).list;
  };

  const userId: Session['userId'] = async (userName) =>
    (await rows('sys_user', `user_name=${userName}`))[0]!.sys_id;

  const order: Session['order'] = async (variables = {}) => {
    const found = await call('GET', '/api/sn_sc/servicecatalog/items?sysparm_text=renew+certificate');
    const path = `/api/sn_sc/servicecatalog/items/${found.list[0]!.sys_id}/order_now`;
    return call('POST', path, {
      sysparm_quantity: 1,
      variables: {
        application_name: 'Payroll',
        application_id: '7d4c9f1e-0000-4000-8000-000000000001',
        environment: 'LIVE',
        update_kind: 'Secret',
        old_secret_expiry_date: '2026-12-20',
        requested_for: await userId('olivia@contoso.test'),
        correlation: 'rn-aaaa',
        revision: 'rev-1',
        ...variables,
      },
    });
  };

  const orderedItem: Session['orderedItem'] = async (variables) => {
    const { row } = await order(variables);
    return (await rows('sc_req_item', `request=${row.sys_id}`))[0]!;
  };

  return { desk, clock, call, rows, userId, order, orderedItem };
};
