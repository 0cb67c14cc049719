import type { DeclaredAnswer } from '../lib/api/declared-items.ts';
import type { DeclaredItem } from '../lib/domain/declared-item.ts';
import type { TenantId } from '../lib/domain/ids.ts';
import type { KeptItem } from '../lib/domain/kept-item.ts';
import { toIso } from '../lib/domain/time.ts';
import type { ChangeFailure } from '../lib/use-cases/change-declared-item.ts';
import type { Reply } from './api.ts';

/** An item as the API tells it. */
export const declaredAnswer = (
  item: DeclaredItem,
  { tenant, origin, kept }: { tenant: TenantId; origin: string; kept: KeptItem | undefined },
): DeclaredAnswer => ({
  ...(JSON.parse(JSON.stringify(item)) as DeclaredItem & DeclaredAnswer),
  tenant,
  origin,
  ...(kept === undefined
    ? {}
    : {
        changedAt: toIso(kept.changedAt),
        changedBy: { tenantId: kept.changedBy.tenant, objectId: kept.changedBy.objectId },
      }),
});

/** Why nothing became of a change. */
export const changeProblem = (
  failure: ChangeFailure,
): Extract<Reply<never>, { readonly problem: string }> => {
  switch (failure.code) {
    case 'UNKNOWN_TENANT':
      return { problem: 'not-found', detail: 'No such tenant is watched. See the setting TENANTS.' };
    case 'UNKNOWN_ITEM':
      return {
        problem: 'not-found',
        detail:
          'No such item was declared over the API. GET /api/declared-items lists them; leave revision out to add it.',
      };
    case 'OTHER_REVISION':
      return {
        problem: 'conflict',
        detail: `It is there in revision ${failure.revision}. Read it again, and name that revision.`,
      };
    case 'IN_A_LIST':
      return { problem: 'conflict', detail: `It is declared in ${failure.list}. Change it there.` };
    case 'BUSY':
      return { problem: 'conflict', detail: 'Others change it at this moment. Read it again.' };
  }
};
