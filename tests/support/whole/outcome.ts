import { expect } from '@jest/globals';
import { signInRefusal } from '../../../local/start/sign-in.ts';
import { GRAPH, tokenOf } from './tokens.ts';
import { type Sight, textIn } from './watcher.ts';
import type { Whole } from './whole.ts';

/** The renewals that an event of this name was seen of. */
export const renewalsWith = (
  sights: readonly Sight[],
  what: string,
  field?: string,
  value?: string,
): ReadonlySet<string> =>
  new Set(
    sights
      .filter((sight) => sight.what === what && (field === undefined || textIn(sight, field) === value))
      .map((sight) => textIn(sight, 'renewalId')),
  );

/** Whether so many renewals were raised, each has come as far as it can today, and nothing is left to receive. */
export const isAllRedeemed = async (whole: Whole, count: number): Promise<boolean> => {
  const { sights } = whole.watcher;
  const has = (what: string, field?: string, value?: string) => renewalsWith(sights, what, field, value);
  const requested = has('renewal.requested');
  const denied = has('renewal.approval-decided', 'outcome', 'denied');
  const scheduled = has('renewal.rollover-step', 'step', 'retirement-scheduled');
  const redeemed = has('renewal.link-redeemed');
  const isOver = (id: string) => denied.has(id) || (scheduled.has(id) && redeemed.has(id));
  return requested.size >= count && [...requested].every(isOver) && (await whole.bus.waiting()).length === 0;
};

/**
 * The promises that hold whatever went wrong on the way; `count` renewals were to be raised. The hosts are stopped first:
 * one that was replaced at its work may still be at it, and nothing may come of that.
 */
export const expectAllKept = async (whole: Whole, count: number): Promise<void> => {
  await whole.stopHosts();
  const { watcher, recipient, bus } = whole;
  const { sights } = watcher;
  const requested = renewalsWith(sights, 'renewal.requested');
  const approved = renewalsWith(sights, 'renewal.approval-decided', 'outcome', 'approved');
  expect(requested.size).toBe(count);
  expect(renewalsWith(sights, 'renewal.link-redeemed')).toEqual(approved);
  expect(approved.size).toBeGreaterThan(0);

  expect(twice(sights.map(({ id, subscription }) => `${subscription} ${id}`))).toEqual([]);
  expect(sights.filter(({ id, messageId }) => id !== messageId)).toEqual([]);
  for (const what of ['renewal.requested', 'renewal.approval-decided', 'renewal.link-redeemed'])
    expect(
      twice(sights.filter((each) => each.what === what).map((each) => textIn(each, 'renewalId'))),
    ).toEqual([]);

  const items = await requestItems(whole);
  expect(items.map(({ correlation_id }) => correlation_id).sort()).toEqual([...requested].sort());
  expect(await bus.deadLetters()).toBe(0);

  const marked = await markedSecrets(whole);
  expect(marked.map(({ renewalId }) => renewalId).sort()).toEqual([...approved].sort());
  for (const { renewalId, keyId, appId } of marked) {
    const mine = recipient.revealed.filter((each) => each.renewalId === renewalId);
    expect(mine).toEqual([expect.objectContaining({ keyId })]);
    expect(await signInWith(whole, appId, mine[0]?.secret ?? '')).toBeUndefined();
  }
};

const twice = (all: readonly string[]): readonly string[] =>
  all.filter((each, index) => all.indexOf(each) !== index);

interface RequestItem {
  readonly number: string;
  readonly correlation_id: string;
}

/** Every request item that the desk has, by its API. */
const requestItems = async ({ surroundings, folder }: Whole): Promise<readonly RequestItem[]> => {
  const { url } = surroundings.desk;
  const form = {
    grant_type: 'client_credentials',
    client_id: 'expiry-monitor',
    client_secret: folder.secrets.deskSecret,
  };
  const signedIn = await fetch(`${url}/oauth_token.do`, { method: 'POST', body: new URLSearchParams(form) });
  const { access_token: token } = (await signedIn.json()) as { access_token: string };
  const query = 'sysparm_fields=number,correlation_id&sysparm_limit=1000';
  const answer = await fetch(`${url}/api/now/table/sc_req_item?${query}`, {
    headers: { authorization: `Bearer ${token}`, accept: 'application/json' },
  });
  return ((await answer.json()) as { result: readonly RequestItem[] }).result;
};

interface Marked {
  readonly appId: string;
  readonly keyId: string;
  readonly renewalId: string;
}

interface GraphApplication {
  readonly appId: string;
  readonly passwordCredentials: readonly { readonly keyId: string; readonly displayName: string | null }[];
}

/** Every secret in the directory that the product made. */
const markedSecrets = async (whole: Whole): Promise<readonly Marked[]> => {
  const query = '$select=id,appId,passwordCredentials&$top=999';
  const answer = await fetch(`${whole.surroundings.entra.graphUrl}/v1.0/applications?${query}`, {
    headers: { authorization: `Bearer ${await tokenOf(whole.surroundings, 'all', GRAPH)}` },
  });
  const { value } = (await answer.json()) as { value: readonly GraphApplication[] };
  return value.flatMap(({ appId, passwordCredentials }) =>
    passwordCredentials.flatMap(({ keyId, displayName }) => {
      const [, renewalId] = /^Expiry Monitor (rn-[a-z2-7]{26}) #\d+$/.exec(displayName ?? '') ?? [];
      return renewalId === undefined ? [] : [{ appId, keyId, renewalId }];
    }),
  );
};

const signInWith = async (whole: Whole, clientId: string, secret: string): Promise<string | undefined> => {
  const { loginUrl, tenantId } = whole.surroundings.entra;
  const signal = AbortSignal.timeout(10_000);
  return signInRefusal({ loginUrl, tenantId, caPem: whole.caPem, clientId, secret, signal });
};
