import { jest, expect } from '@jest/globals';
import permissions from '../../../infra/permissions.json' with { type: 'json' };
import { busOf } from './role-hosts.ts';
import { STORAGE, tokenOf } from './tokens.ts';
import type { Whole } from './whole.ts';

for (const agent of ['http-proxy-agent', 'https-proxy-agent']) jest.mock(agent, () => ({}));
const { ServiceBusClient } = await import('@azure/service-bus');

const ROLES = Object.keys(permissions) as (keyof typeof permissions)[];
const every = (
  of: (role: (typeof permissions)['watch' | 'renew' | 'link']) => readonly string[],
): string[] => [...new Set(ROLES.flatMap((role) => of(permissions[role])))];

/** Every role reads the tables that the matrix gives it, and is refused all others. */
export const expectRefusedTables = async (whole: Whole): Promise<void> => {
  const { tablesUrl } = whole.surroundings;
  for (const role of ROLES) {
    const mine: Readonly<Record<string, string>> = permissions[role].tables;
    const headers = {
      authorization: `Bearer ${await tokenOf(whole.surroundings, role, STORAGE)}`,
      'x-ms-version': '2019-02-02',
      accept: 'application/json;odata=nometadata',
    };
    for (const table of every(({ tables }) => Object.keys(tables))) {
      const read = await fetch(`${tablesUrl}/${table}()?$top=1`, { headers });
      await read.body?.cancel();
      expect({ role, table, status: read.status }).toEqual({
        role,
        table,
        status: table in mine ? 200 : 403,
      });
      const dropped = await fetch(`${tablesUrl}/${table}(PartitionKey='none',RowKey='none')`, {
        method: 'DELETE',
        headers: { ...headers, 'if-match': '*' },
      });
      await dropped.body?.cancel();
      const status = mine[table] === 'write' ? 404 : 403;
      expect({ role, table, status: dropped.status }).toEqual({ role, table, status });
    }
  }
};

/** Every role may send where the matrix says so, and is refused elsewhere. */
export const expectRefusedTopics = async ({ surroundings }: Whole): Promise<void> => {
  for (const role of ROLES) {
    const client = new ServiceBusClient(busOf(role, surroundings), { retryOptions: { maxRetries: 0 } });
    for (const place of every(({ send }) => send)) {
      const sender = client.createSender(place);
      const outcome = await sender.createMessageBatch().then(
        () => 'may send',
        (error: unknown) => (error as { code?: string }).code,
      );
      const expected = (permissions[role].send as readonly string[]).includes(place)
        ? 'may send'
        : 'UnauthorizedAccess';
      expect({ role, place, outcome }).toEqual({ role, place, outcome: expected });
    }
    await client.close();
  }
};
