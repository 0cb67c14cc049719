import { Problem } from './problem.ts';
import type { Surroundings } from './surroundings.ts';

/** Those who run the identity providers whose signing certificates people have to roll over. */
export interface FederationTeam {
  /** Does the steps that wait for people, and says so over the API; answers how many that were. */
  stepAll(): Promise<number>;
}

interface TeamOptions {
  readonly surroundings: Surroundings;
  readonly functionsUrl: string;
  readonly signal: AbortSignal;
}

interface RollOver {
  readonly renewalId: string;
  readonly ticket: string;
  readonly carrier: string;
  readonly phase: string;
  readonly partners: readonly { readonly name: string; readonly answer?: string }[];
}

/** May read the API, and say what was done. */
const MEMBER = 'tomas.lindqvist';
/** The step that people do in a phase. */
const STEPS: Readonly<Record<string, string>> = { adding: 'add', agreed: 'switch', switched: 'remove' };

/** Plays the team as a program would that calls the API in its name. */
export const federationTeam = ({ surroundings, functionsUrl, signal }: TeamOptions): FederationTeam => {
  const said = new Set<string>();

  const ask = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const { tenantUrl } = surroundings.entra;
    const token = await (await fetch(`${tenantUrl}/token?person=${MEMBER}`, { signal })).text();
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const answer = await fetch(`${functionsUrl}/api/${path}`, { ...init, headers, signal });
    // A scan may have moved it on since it was read.
    if (!answer.ok && answer.status !== 409)
      throw new Problem(`The API answers ${answer.status} to ${path}: ${await answer.text()}`);
    return answer;
  };

  const wordsOf = ({ phase, ticket, partners }: RollOver): readonly Readonly<Record<string, string>>[] => {
    const reference = `Change calendar, ${ticket}`;
    const step = STEPS[phase];
    if (step !== undefined) return [{ what: 'done', step, reference }];
    return phase === 'telling'
      ? partners
          .filter(({ answer }) => answer === undefined)
          .map(({ name }) => ({ what: 'acknowledged', partner: name, reference }))
      : [];
  };

  return {
    stepAll: async () => {
      const { rollOvers } = (await (await ask('roll-overs')).json()) as {
        readonly rollOvers: readonly RollOver[];
      };
      let count = 0;
      for (const rollOver of rollOvers.filter(({ carrier }) => carrier === 'people'))
        for (const word of wordsOf(rollOver)) {
          const body = JSON.stringify(word);
          const key = `${rollOver.renewalId} ${body}`;
          if (said.has(key)) continue;
          said.add(key);
          await (await ask(`requests/${rollOver.renewalId}/words`, { method: 'POST', body })).body?.cancel();
          count += 1;
        }
      return count;
    },
  };
};
