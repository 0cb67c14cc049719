import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { newNonce } from '../../local/start/open-sealed.ts';
import type { Bench } from '../support/bench/bench.ts';
import { startLinkHost } from '../support/bench/link-host.ts';
import { load, type Measured } from '../support/bench/load.ts';
import { sealLinks } from '../support/bench/sealed-links.ts';

const SECONDS = 30;
const LANDINGS = 200;
const REVEALS = 20;
const PAST_THE_START = { perSecond: 50, seconds: 3 };

interface Result {
  readonly landing: Measured & { readonly cpuSeconds: number };
  readonly reveal: Measured & { readonly cpuSeconds: number };
  readonly floor: Measured & { readonly cpuSeconds: number };
}

const ticks = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

/** CPU that a process has used so far, in seconds; 0 where the system does not tell. */
const cpuOf = (pid: number | undefined): number => {
  try {
    const [, rest = ''] = readFileSync(`/proc/${String(pid)}/stat`, 'utf8').split(') ');
    const fields = rest.split(' ');
    return (Number(fields[11]) + Number(fields[12])) / ticks;
  } catch {
    return 0;
  }
};

/**
 * The page and the reveal of one host that serves links, from another process, at the rates that a large organisation has on
 * its worst day; the floor is the same host answering a constant.
 */
export const bench: Bench = {
  says: `the link page at ${LANDINGS}/s and revealing at ${REVEALS}/s for ${SECONDS} s`,
  run: async (say) => {
    say('Starting the app with everything around it ...');
    const app = await startLinkHost();
    try {
      const { url: host, surroundings, pid } = app;
      const count = REVEALS * SECONDS + PAST_THE_START.perSecond;
      say(`Sealing ${count} links ...`);
      const { sessionKey, links } = await sealLinks(surroundings, count);
      const revealAt = (n: number) => {
        const { id, proof } = links[n % links.length] ?? { id: '', proof: '' };
        return {
          url: `${host}/api/links/${id}/reveal`,
          method: 'POST' as const,
          headers: {
            'content-type': 'application/json',
            'x-expiry-monitor': '1',
            origin: host,
            'sec-fetch-site': 'same-origin',
            cookie: `__Host-session=${sessionKey}`,
          },
          body: JSON.stringify({ proof, idem: newNonce() }),
        };
      };
      const get = (path: string) => ({ url: `${host}${path}`, method: 'GET' as const, headers: {} });
      const landingAt = (n: number) => get(`/r/${links[n % links.length]?.id ?? ''}`);
      const floorAt = () => get('/api/health');

      const measured = async (what: string, shotAt: Parameters<typeof load>[0], perSecond: number) => {
        say(`${what}: ${perSecond}/s for ${SECONDS} s ...`);
        const before = cpuOf(pid);
        const result = await load(shotAt, { perSecond, seconds: SECONDS });
        const cpuSeconds = Math.round((cpuOf(pid) - before) * 100) / 100;
        return { ...result, cpuSeconds };
      };
      await load(floorAt, PAST_THE_START);
      await load((n) => revealAt(count - 1 - n), { perSecond: 10, seconds: 5 });
      const floor = await measured('Floor', floorAt, LANDINGS);
      const landing = await measured('Landing', landingAt, LANDINGS);
      const reveal = await measured('Reveal', revealAt, REVEALS);
      return { landing, reveal, floor };
    } finally {
      await app.stop();
    }
  },
  print: (result) => {
    const row = (name: string, { p50, p99, errors, cpuSeconds }: Result['floor']) =>
      `${name.padEnd(9)}${String(p50).padStart(8)}${String(p99).padStart(9)}${String(errors).padStart(8)}${String(cpuSeconds).padStart(8)}`;
    const { landing, reveal, floor } = result as Result;
    const failures = [landing, reveal, floor].flatMap(({ failures: of = {} }) => Object.entries(of));
    return [
      '          p50 ms   p99 ms  errors   CPU s',
      row('landing', landing),
      row('reveal', reveal),
      row('floor', floor),
      ...failures.map(([what, times]) => `${what}: ${times}`),
    ];
  },
};
