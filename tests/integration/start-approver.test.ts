import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { approver } from '../../local/start/approver.ts';
import { openDesk, type Session } from './service-desk-session.ts';

let session: Session;
beforeEach(async () => {
  session = await openDesk();
});
afterEach(async () => {
  await session.desk.stop();
});

const APPROVERS = ['adam@contoso.test', 'bea@contoso.test'];
const play = () =>
  approver({ deskUrl: session.desk.pageUrl, approvers: APPROVERS, signal: new AbortController().signal });

const decisions = async () =>
  (await session.rows('sc_req_item', 'ORDERBYnumber', { sysparm_fields: 'approval' })).map(
    (row) => row['approval'],
  );

test('of three requests one is denied, and the others are approved', async () => {
  for (const correlation of ['rn-a', 'rn-b', 'rn-c']) await session.order({ correlation });
  expect(await play().decideAll()).toBe(3);
  expect((await decisions()).toSorted()).toEqual(['approved', 'approved', 'rejected']);
});

test('of two requests none is denied, and what was decided is left alone', async () => {
  const people = play();
  await session.order({ correlation: 'rn-a' });
  await session.order({ correlation: 'rn-b' });
  expect(await people.decideAll()).toBe(2);
  expect(await people.decideAll()).toBe(0);
  expect(await decisions()).toEqual(['approved', 'approved']);
});

test('nobody decides on what is for themselves', async () => {
  const item = await session.orderedItem({ requested_for: await session.userId('adam@contoso.test') });
  await play().decideAll();
  const approved = await session.rows('sysapproval_approver', `sysapproval=${item.sys_id}^state=approved`);
  expect(approved.map((row) => row['approver'])).toEqual([await session.userId('bea@contoso.test')]);
});

test('requests on later pages of the list are found too', async () => {
  for (let nth = 0; nth < 51; nth += 1) await session.order({ correlation: `rn-${nth}` });
  expect(await play().decideAll()).toBe(51);
});
