import { createHash } from 'node:crypto';
import { APPROVER_GROUP } from './approvals.ts';
import { CATALOG_ITEM } from './catalog.ts';
import type { Row } from './memory.ts';
import { read, type Records } from './records.ts';

/** A person whom the desk knows. The user name is the one with which they sign in to Entra. */
interface Person {
  readonly sysId?: string;
  readonly userName: string;
  readonly email: string;
  readonly name: string;
}

/** Who is there, and whose user names belong to the approvers. */
export interface People {
  readonly people: readonly Person[];
  readonly approvers: readonly string[];
}

// The same person has the same sys_id on every machine and after every fresh start.
const sysIdOf = (userName: string): string =>
  createHash('sha256').update(userName.toLowerCase()).digest('hex').slice(0, 32);

const put = (
  records: Records,
  table: 'sys_user' | 'sys_user_group' | 'sc_cat_item',
  sysId: string,
  values: Row,
): void => {
  const row = records.find(table, sysId);
  if (row === undefined) records.insert(table, { ...values, sys_id: sysId }, 'system');
  else records.change(table, row, values, 'system');
};

/** The user with this user name, in whatever case. */
const userNamed = (records: Records, userName: string): Row | undefined =>
  records.all('sys_user').find((user) => read(user, 'user_name').toLowerCase() === userName.toLowerCase());

/** Brings users, the approver group and the catalog item up to date; what else the desk knows stays. */
export const furnish = (records: Records, { people, approvers }: People, integrationUser: string): void => {
  for (const { userName, email, name, sysId } of people) {
    const [first = '', ...last] = name.split(' ');
    const values = { user_name: userName, email, name, first_name: first, last_name: last.join(' ') };
    put(records, 'sys_user', sysId ?? sysIdOf(userName), values);
  }
  put(records, 'sys_user', sysIdOf(integrationUser), { user_name: integrationUser, name: 'Integration' });
  put(records, 'sys_user_group', APPROVER_GROUP.sysId, { name: APPROVER_GROUP.name });
  put(records, 'sc_cat_item', CATALOG_ITEM.sysId, {
    name: CATALOG_ITEM.name,
    short_description: CATALOG_ITEM.shortDescription,
  });

  const members = records
    .all('sys_user_grmember')
    .filter((member) => read(member, 'group') === APPROVER_GROUP.sysId);
  const wanted = approvers.map((userName) => {
    const user = userNamed(records, userName);
    if (user === undefined) throw new Error(`The approver ${userName} is not among the people.`);
    return read(user, 'sys_id');
  });
  for (const member of members) {
    if (!wanted.includes(read(member, 'user'))) records.remove('sys_user_grmember', member);
  }
  for (const user of wanted) {
    if (members.some((member) => read(member, 'user') === user)) continue;
    records.insert('sys_user_grmember', { user, group: APPROVER_GROUP.sysId }, 'system');
  }
};
