import { CATALOG_ITEM } from '../../local/service-desk/catalog.ts';
import { startServiceDesk, type ServiceDesk } from '../../local/service-desk/server.ts';
import { serviceNowClient, type ServiceNowClient } from '../../lib/adapters/servicenow/servicenow-client.ts';
import { serviceNowDesk } from '../../lib/adapters/servicenow/servicenow-desk.ts';
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
  readonly now: () => Instant;
  readonly wait: (duration: Duration) => void;
  /** Rows as the Table API shows them, read past our adapter. */
  readonly rows: (table: string, query: string, fields?: string) => Promise<readonly Row[]>;
  change(table: string, sysId: string, body: Row): Promise<void>;
  readonly decide: (item: string, decision: 'approved' | 'rejected', comments: string) => Promise<void>;
  editRevision(number: string, revision: string): Promise<void>;
}

/** Starts the stand-in on ports of the system's choice. */
export const startServiceNow = async (): Promise<RunningServiceNow> => {
  let now = parseInstant('2026-11-20T08:00:00Z')!;
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
    now: () => new Date(now),
  });
  const client = serviceNowClient({
    instance: new URL(standIn.url),
    clientId: 'desk-client',
    clientSecret: CLIENT_SECRET,
    timeout: seconds(20),
    clock: { now: () => now },
  });

  // The page port carries the same app without its faults.
  const api = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const authorization = `Basic ${Buffer.from('expiry.monitor:for-the-test').toString('base64')}`;
    const headers = { authorization, 'content-type': 'application/json', accept: 'application/json' };
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

  return {
    standIn,
    client,
    desk: serviceNowDesk({ client, catalogItem: CATALOG_ITEM.sysId, steward: 'steward' }),
    now: () => now,
    wait: (duration) => {
      now = plus(now, duration);
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
    editRevision: async (number, revision) => {
      const answer = await fetch(`${standIn.pageUrl}/stand-in/requests/${number}/variables`, {
        method: 'PATCH',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ revision }),
      });
      if (!answer.ok) throw new Error(`The edit was answered with ${answer.status}`);
    },
  };
};
