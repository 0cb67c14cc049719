import { listRollOversOperation, type RollOverAnswer } from '../lib/api/roll-overs.ts';
import type { Partner } from '../lib/domain/roll-over.ts';
import { mayDo } from '../lib/domain/roll-over-word.ts';
import { toIso } from '../lib/domain/time.ts';
import type { WatchDeps } from '../lib/roles.ts';
import { listRollOvers } from '../lib/use-cases/list-roll-overs.ts';
import type { RollingOver } from '../lib/use-cases/rolling-over.ts';
import { serveOperation } from './api.ts';
import type { FunctionFile } from './runtime.ts';

/** The signing certificates that are rolled over now. */
export const listRollOversFunction: FunctionFile<WatchDeps> = (runtime, deps) => {
  const list = listRollOvers(deps);
  serveOperation(runtime, deps, listRollOversOperation, async () => ({
    status: 200,
    body: { rollOvers: (await list()).map(rollOverView) },
  }));
};

const rollOverView = ({ id, of, ticket, rollOver }: RollingOver): RollOverAnswer => ({
  ...{ renewalId: id, tenant: of.tenant, environment: of.environment, ticket: ticket.number },
  ...{ subjectId: of.subjectId, subject: of.name, credentialId: of.credentialId, kind: of.kind },
  ...{ carrier: rollOver.carrier, phase: rollOver.at.phase, expiresAt: toIso(of.expiresAt) },
  switchAt: toIso(rollOver.plan.switchAt),
  ...('removeAt' in rollOver.at && { removeAt: toIso(rollOver.at.removeAt) }),
  ...('next' in rollOver.at &&
    rollOver.at.next.thumbprint !== undefined && { newThumbprint: rollOver.at.next.thumbprint }),
  ...(rollOver.held && {
    held: { tenantId: rollOver.held.by.tenant, objectId: rollOver.held.by.objectId },
  }),
  wantsApproval: rollOver.plan.toApprove.filter((step) => !mayDo({ ...rollOver, held: undefined }, step).ok),
  partners: rollOver.partners.map(partnerView),
});

const partnerView = ({ name, address, toldAt, answer }: Partner): RollOverAnswer['partners'][number] => ({
  ...{ name, isMailed: address !== undefined },
  ...(toldAt !== undefined && { toldAt: toIso(toldAt) }),
  ...(answer !== undefined && { answer: answer.kind }),
});
