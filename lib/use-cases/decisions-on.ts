import type { TenantId } from '../domain/ids.ts';
import type { ActiveRenewal } from '../domain/renewal.ts';
import { ok, type Result } from '../domain/result.ts';
import type { Decisions } from '../ports/decisions.ts';
import type { DeskDecision, DeskFailure, ServiceDesk } from '../ports/service-desk.ts';

/** A decision from wherever it was given. */
export interface MadeDecision extends DeskDecision {
  /** Whose directory knows who decided; undefined: that of the renewal's own tenant. */
  readonly of: TenantId | undefined;
}

/** All that people decided about a request, at the service desk and by our own API, in the order in which they did. */
export const decisionsOn =
  ({ desk, decisions }: { readonly desk: ServiceDesk; readonly decisions: Decisions }) =>
  async (
    at: Extract<ActiveRenewal, { state: 'requested' }>,
  ): Promise<Result<readonly MadeDecision[], DeskFailure>> => {
    const atDesk = await desk.decisions(at.ticket);
    if (!atDesk.ok) return atDesk;
    const given = await decisions.find({ tenant: at.of.tenant, renewalId: at.id });
    const ours = (given?.state.decisions ?? []).map(({ by, ...decision }) => ({
      ...{ decision, by: by.objectId, of: by.tenant },
    }));
    const all = [...atDesk.value.map((made) => ({ ...made, of: undefined })), ...ours];
    return ok(all.toSorted((a, b) => a.decision.decidedAt - b.decision.decidedAt));
  };
