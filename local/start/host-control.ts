import { Problem } from './problem.ts';

/** The function host's own URLs. */
export interface HostControl {
  /** Runs a timer now; resolves when it has run. */
  move(timer: string): Promise<void>;
  /** How many functions run at this moment. */
  inFlight(): Promise<number>;
}

export const hostControl = (url: string, masterKey: string, signal: AbortSignal): HostControl => {
  const ask = (method: string, path: string) =>
    fetch(`${url}/admin/${path}`, { method, headers: { 'x-functions-key': masterKey }, signal });
  return {
    move: async (timer) => {
      const answer = await ask('POST', `functions/${timer}?wait=true`);
      const said = await answer.text();
      if (!answer.ok) throw new Problem(`The function ${timer} failed: ${said} Its log says more.`);
    },
    inFlight: async () => {
      const answer = await ask('GET', 'host/status');
      return ((await answer.json()) as { inFlight: number }).inFlight;
    },
  };
};
