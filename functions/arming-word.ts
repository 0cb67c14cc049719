import type { ArmingAnswer } from '../lib/api/arming.ts';
import type { ArmingKey, ArmingWord } from '../lib/domain/arming.ts';
import type { Caller } from '../lib/domain/caller.ts';
import { tenantId } from '../lib/domain/ids.ts';
import type { WatchDeps } from '../lib/roles.ts';
import { armingView } from '../lib/use-cases/list-arming.ts';
import { sayArming } from '../lib/use-cases/say-arming.ts';
import type { Reply } from './api.ts';

type Answer = Reply<{ readonly mode: 'observe' | 'act'; readonly source: ArmingAnswer }>;

/** Arms or disarms one source, and answers how it stands then. */
export const armingWord = (deps: WatchDeps, word: ArmingWord['word']) => {
  const say = sayArming(deps);
  return async (
    caller: Caller,
    { tenant, source }: { readonly tenant: string; readonly source: ArmingKey['source'] },
  ): Promise<Answer> => {
    const said = await say({ tenant: tenantId(tenant), source }, word, caller);
    if (said.ok) return { status: 200, body: { mode: deps.mode, source: armingView(deps, said.value) } };
    return said.failure === 'NO_SUCH_SOURCE'
      ? { problem: 'not-found', detail: 'No such source is watched here. GET /api/arming lists them.' }
      : { problem: 'conflict', detail: 'Others change it at this moment. Try again.' };
  };
};
