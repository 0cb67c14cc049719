import { nativeIdOf, subjectOfItem } from '../domain/declared-item.ts';
import type { TenantId } from '../domain/ids.ts';
import {
  advanceItem,
  type ItemChange,
  type ItemCommand,
  type ItemRefusal,
  type KeptItem,
} from '../domain/kept-item.ts';
import type { PersonKey } from '../domain/person.ts';
import { fail, ok, type Result } from '../domain/result.ts';
import type { Tenant } from '../domain/tenant.ts';
import { toIso } from '../domain/time.ts';
import type { DeclaredItems } from '../ports/declared-items.ts';
import type { DeclaredList } from '../ports/declared-list.ts';
import type { OutgoingMessage } from '../ports/publisher.ts';
import { aboutCredential } from './about.ts';
import { lookAgain } from './look-again.ts';
import { eventMessage } from './outgoing.ts';
import { commitAndSend } from './send-pending.ts';

type Deps = Parameters<typeof lookAgain>[0] & {
  readonly declared: DeclaredItems;
  readonly writtenLists: readonly DeclaredList[];
  readonly tenants: readonly Tenant[];
};

export type ChangeFailure =
  | ItemRefusal
  | { readonly code: 'UNKNOWN_TENANT' }
  /** It stands in a list that people keep elsewhere, and is changed there. */
  | { readonly code: 'IN_A_LIST'; readonly list: string }
  | { readonly code: 'BUSY' };

/**
 * Adds, changes or removes what was declared over the API. The change is committed with the event that says it; then the
 * item is looked at as after any news, so that it is judged at once. Whoever dies in between leaves that to the next scan.
 */
export const changeDeclaredItem = (deps: Deps) => {
  const commit = commitAndSend(deps);
  const look = lookAgain(deps);

  const listWith = async (tenant: TenantId, id: string): Promise<string | undefined> => {
    for (const list of deps.writtenLists) {
      const read = await list.read(tenant);
      // A list that is away now can't say no; should it hold the id, the next scan says that there are two.
      if (read.ok && read.value.items.some((item) => item.id === id)) return list.name;
    }
    return undefined;
  };

  return async (
    { tenant: wanted, id }: { readonly tenant: TenantId | undefined; readonly id: string },
    command: ItemCommand,
    by: PersonKey,
  ): Promise<Result<{ readonly kept: KeptItem; readonly change: ItemChange }, ChangeFailure>> => {
    const tenant = wanted === undefined ? deps.tenants[0] : deps.tenants.find((known) => known.id === wanted);
    if (tenant === undefined) return fail({ code: 'UNKNOWN_TENANT' });
    const key = { tenant: tenant.id, id };
    const stored = await deps.declared.find(key);
    const list = stored?.state.isRemoved === false ? undefined : await listWith(tenant.id, id);
    if (list !== undefined) return fail({ code: 'IN_A_LIST', list });
    const now = deps.clock.now();
    const moved = advanceItem(stored?.state, command, { tenant: tenant.id, by, now });
    if (!moved.ok) return moved;
    const { kept, change } = moved.value;
    const saved = await commit(deps.declared, key, {
      expected: stored?.version ?? 'absent',
      state: kept,
      dueAt: undefined,
      messages: [changedEvent(deps, tenant, kept, change)],
    });
    if (!saved.ok) return fail({ code: 'BUSY' });
    deps.log('DECLARATION_CHANGED', { item: id, tenant: tenant.id, revision: kept.item.revision, change });
    await look(nativeIdOf({ id }));
    return ok(moved.value);
  };
};

const changedEvent = (
  { digest }: Pick<Deps, 'digest'>,
  tenant: Tenant,
  { item, changedAt, changedBy }: KeptItem,
  change: ItemChange,
): OutgoingMessage => {
  const subject = subjectOfItem(digest, tenant, item);
  const [credential] = subject.credentials;
  if (credential === undefined) throw new Error('A declared item is always one credential.');
  return eventMessage(digest, {
    type: 'expiry-monitor.declaration.changed.v1',
    tenant: tenant.id,
    about: credential.id,
    transition: `declared#${item.revision}`,
    at: changedAt,
    data: {
      ...aboutCredential(subject, credential),
      itemId: item.id,
      revision: item.revision,
      change,
      ...(credential.expiresAt === undefined ? {} : { expiresAt: toIso(credential.expiresAt) }),
      by: { tenantId: changedBy.tenant, objectId: changedBy.objectId },
    },
  });
};
