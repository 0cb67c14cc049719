import { CATALOG_ITEM } from '../../local/service-desk/catalog.ts';
import { startServiceDesk, type ServiceDesk } from '../../local/service-desk/server.ts';
import { serviceNowAttachments } from '../../lib/adapters/servicenow/servicenow-attachments.ts';
import { serviceNowClient, type ServiceNowClient } from '../../lib/adapters/servicenow/servicenow-client.ts';
import { serviceNowDesk } from '../../lib/adapters/servicenow/servicenow-desk.ts';
import { serviceNowIncidents } from '../../lib/adapters/servicenow/servicenow-incidents.ts';
import { serviceNowRequests } from '../../lib/adapters/servicenow/servicenow-requests.ts';
import type { Ticket } from '../../lib/domain/renewal.ts';
import type { DeskAttachments } from '../../lib/ports/desk-attachments.ts';
import type { DeskRequests } from '../../lib/ports/desk-requests.ts';
import type { Incidents } from '../../lib/ports/incidents.ts';
import type { ServiceDesk as Desk } from '../../lib/ports/service-desk.ts';
import { type Duration, type Instant, parseInstant, plus, seconds } from '../../lib/domain/time.ts';

export const REQUESTER = 'robin@northwind.example';
export const APPROVER = 'avery@northwind.example';
export const CLIENT_SECRET = 'desk-client-secret-0001';

type Row = Readonly<Record<string, string>>;

/** A running ServiceNow with our adapter before it, both on one clock, and people who decide on its pages. */
export interface RunningServiceNow {
  readonly standIn: ServiceDesk;
  readonly client: ServiceNowClient;
  readonly desk: Desk;
  readonly incidents: Incidents;
  readonly requests: DeskRequests;
  readonly attachments: DeskAttachments;
  readonly now: () => Instant;
  readonly wait: (duration: Duration) => void;
  /** Rows as the Table API shows them, read past our adapter. */
  readonly rows: (table: string, query: string, fields?: string) => Promise<readonly Row[]>;
  change(table: string, sysId: string, body: Row): Promise<void>;
  readonly decide: (item: string, decision: 'approved' | 'rejected', comments: string) => Promise<void>;
  editRevision(number: string, revision: string): Promise<void>;
  /** As a person fills in the form. */
  openByHand(form: {
    readonly by: string;
    readonly requestedFor?: string;
    readonly variables: Row;
  }): Promise<Ticket>;
  /** As a person hangs a file on a record; as one who is signed in, whoever that is. */
  attach(ticket: Ticket, name: string, file: Uint8Array): Promise<void>;
  /** As a person writes into columns of a record, or into its form. */
  write(number: string, by: string, columns: Row): Promise<void>;
  editForm(number: string, variables: Row): Promise<void>;
}

/** Starts the stand-in on ports of the system's choice. */
export const startServiceNow = async (
  options: {
    readonly makes?: { readonly table: string };
    /** A clock of others; its own if none is given. */
    readonly clock?: () => Instant;
  } = {},
): Promise<RunningServiceNow> => {
  const catalogItem = CATALOG_ITEM.sysId;
  let own = parseInstant('2026-11-20T08:00:00Z')!;
  const now = options.clock ?? (() => own);
  const standIn = await startServiceDesk({
    clientId: 'desk-client',
    clientSecret: CLIENT_SECRET,
    // Basic sign-in is for the test alone, so that faults on tokens do not hit it.
    password: 'for-the-test',
    people: [
      { userName: REQUESTER, email: REQUESTER, name: 'Robin Doe' },
      { userName: APPROVER, email: APPROVER, name: 'Avery Roe' },
      { userName: 'steward', email: '', name: 'Identity Team' },
    ],
    approvers: [APPROVER],
    now: () => new Date(now()),
  });
  const client = serviceNowClient({
    instance: new URL(standIn.url),
    clientId: 'desk-client',
    clientSecret: CLIENT_SECRET,
    timeout: seconds(20),
    clock: { now },
  });

  // The page port carries the same app without its faults.
  const api = async (path: string, init: RequestInit = {}, type = 'application/json'): Promise<Response> => {
    const authorization = `Basic ${Buffer.from('expiry.monitor:for-the-test').toString('base64')}`;
    const headers = { authorization, 'content-type': type, accept: 'application/json' };
    const answer = await fetch(`${standIn.pageUrl}${path}`, { ...init, headers });
    if (!answer.ok) throw new Error(`${path} was answered with ${answer.status}`);
    return answer;
  };
  const rows = async (table: string, query: string, fields = ''): Promise<readonly Row[]> => {
    const parameters = new URLSearchParams({
      sysparm_query: query,
      sysparm_fields: fields,
      sysparm_exclude_reference_link: 'true',
    });
    const answer = await api(`/api/now/table/${table}?${parameters.toString()}`);
    return ((await answer.json()) as { result: Row[] }).result;
  };

  const operate = async (method: string, path: string, body: object): Promise<Response> => {
    const answer = await fetch(`${standIn.pageUrl}${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path} was answered with ${answer.status}: ${await answer.text()}`);
    return answer;
  };

  return {
    standIn,
    client,
    desk: serviceNowDesk({ client, makes: options.makes ?? { catalogItem }, steward: 'steward' }),
    incidents: serviceNowIncidents(client),
    requests: serviceNowRequests(client, catalogItem),
    attachments: serviceNowAttachments(client),
    now,
    wait: (duration) => {
      own = plus(own, duration);
    },
    rows,
    change: async (table, sysId, body) => {
      await api(`/api/now/table/${table}/${sysId}`, { method: 'PATCH', body: JSON.stringify(body) });
    },
    decide: async (item, decision, comments) => {
      const [approver] = await rows('sys_user', `user_name=${APPROVER}`);
      const [approval] = await rows('sysapproval_approver', `sysapproval=${item}`);
      const form = (fields: Row) => ({
        method: 'POST',
        body: new URLSearchParams(fields),
        redirect: 'manual' as const,
      });
      const signedIn = await fetch(`${standIn.pageUrl}/sign-in`, form({ person: approver!['sys_id']! }));
      const cookie = signedIn.headers
        .getSetCookie()
        .map((each) => each.split(';')[0])
        .join('; ');
      const decided = await fetch(`${standIn.pageUrl}/approvals/${approval!['sys_id']!}`, {
        ...form({ decision, comments }),
        headers: { cookie },
      });
      if (decided.status !== 303) throw new Error(`The decision was answered with ${decided.status}`);
    },
    openByHand: async (form) => {
      const answer = await operate('POST', '/stand-in/requests', form);
      const { sys_id: id, number } = (await answer.json()) as { sys_id: string; number: string };
      return { id, number };
    },
    attach: async ({ id }, name, file) => {
      const place = { table_name: 'sc_req_item', table_sys_id: id, file_name: name };
      const body = Buffer.from(file);
      const path = `/api/now/attachment/file?${new URLSearchParams(place).toString()}`;
      await api(path, { method: 'POST', body }, 'application/octet-stream');
    },
    write: async (number, by, columns) => {
      await operate('PATCH', `/stand-in/requests/${number}`, { by, ...columns });
    },
    editForm: async (number, variables) => {
      await operate('PATCH', `/stand-in/requests/${number}/variables`, variables);
    },
    editRevision: async (number, revision) => {
      await operate('PATCH', `/stand-in/requests/${number}/variables`, { revision });
    },
  };
};
