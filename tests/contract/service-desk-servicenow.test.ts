import { toIso } from '../../lib/domain/time.ts';
import { APPROVER, REQUESTER, startServiceNow } from '../support/servicenow-stand-in.ts';
import { serviceDeskContract } from './service-desk.contract.ts';

serviceDeskContract('ServiceNow over the wire', async () => {
  const running = await startServiceNow();
  const { standIn, desk, rows, decide, now, wait } = running;
  return {
    desk,
    now,
    wait,
    requester: REQUESTER,
    approver: APPROVER,
    approve: ({ id }, comment) => decide(id, 'approved', comment),
    deny: ({ id }, comment) => decide(id, 'rejected', comment),
    edit: ({ number }, revision) => running.editRevision(number, revision),
    plan: async ({ number }, { removalDay, dueAt }) => {
      if (removalDay !== undefined) await running.editForm(number, { old_secret_expiry_date: removalDay });
      const due = dueAt === undefined ? undefined : toIso(dueAt).slice(0, 19).replace('T', ' ');
      if (due !== undefined) await running.write(number, APPROVER, { due_date: due });
    },
    closeByHand: ({ number }, as) => running.write(number, APPROVER, { state: as === 'closed' ? '3' : '4' }),
    messagesOf: async ({ id }) => {
      const entries = await rows('sys_journal_field', `element_id=${id}^element=comments`);
      return entries.map((entry) => entry['value']!);
    },
    incidents: running.incidents,
    goAway: () => standIn.faults.add({ drop: 'before' }),
    comeBack: () => standIn.faults.clear(),
    loseNextOpen: () => standIn.faults.add({ method: 'POST', path: '/order_now$', times: 1, drop: 'after' }),
    notesOf: async ({ id }) => {
      const entries = await rows('sys_journal_field', `element_id=${id}^element=work_notes`);
      return entries.map((entry) => entry['value']!);
    },
    evidenceOf: async ({ id }) => {
      const [item] = await rows('sc_req_item', `sys_id=${id}`);
      return item!['close_notes'];
    },
    stop: () => standIn.stop(),
  };
});
