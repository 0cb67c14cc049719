import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openAuthority } from '../../../local/certificates/authority.ts';
import { appSettings } from '../../../local/start/app-settings.ts';
import { childrenOf, ROOT } from '../../../local/start/children.ts';
import { gatherCrew } from '../../../local/start/crew.ts';
import { readFlags } from '../../../local/start/flags.ts';
import { portsFrom } from '../../../local/start/ports.ts';
import { openStateFolder } from '../../../local/start/state-folder.ts';
import { startSurroundings, type Surroundings } from '../../../local/start/surroundings.ts';
import { trusting } from '../trusting.ts';

/** A host of the built app that serves links, a process of its own, with everything that it needs around it. */
export interface LinkHost {
  readonly url: string;
  readonly pid: number | undefined;
  readonly surroundings: Surroundings;
  stop(): Promise<void>;
}

export const startLinkHost = async (): Promise<LinkHost> => {
  const dir = await mkdtemp(join(tmpdir(), 'expiry-monitor-bench-'));
  const flags = readFlags(['--state', dir, '--port-base', '0']);
  if (flags === undefined) throw new Error('These flags ask for nothing but help.');
  const folder = await openStateFolder(flags);
  const crew = gatherCrew();
  let forget: () => void = () => undefined;
  const stop = async (): Promise<void> => {
    await crew.stop();
    forget();
    await folder.release();
    await rm(dir, { recursive: true, force: true });
  };
  try {
    const ports = await portsFrom(0);
    const authority = await openAuthority(folder.place('certificates'));
    forget = trusting(authority.caPem);
    const children = childrenOf(crew, folder, authority.caFile);
    const build = children.build();
    const surroundings = await startSurroundings({
      ...{ crew, children, folder, ports, authority },
      onServiceBus: () => Promise.resolve(),
    });
    await build;
    const url = `http://localhost:${ports.functions}`;
    const settings = appSettings({ ...flags, surroundings, folder, functionsUrl: url });
    const identity = surroundings.entra.identities['link'] ?? '';
    const app = children.app(['--app', ROOT, '--port', String(ports.functions), '--no-timers'], {
      ...settings,
      APP_ROLE: 'link',
      AZURE_CLIENT_ID: identity,
    });
    await app.ready;
    return { url, pid: app.pid, surroundings, stop };
  } catch (error) {
    await stop();
    throw error;
  }
};
