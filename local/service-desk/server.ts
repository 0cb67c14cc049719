import { join } from 'node:path';
import { Hono, type Context } from 'hono';
import type { Faults } from '../stand-in/faults.ts';
import { serve } from '../stand-in/serve.ts';
import { access, notAuthenticated } from './access.ts';
import { refuse, type CallerEnv } from './answers.ts';
import { attachmentApi } from './attachments.ts';
import { catalogApi } from './catalog-api.ts';
import { CATALOG_ITEM } from './catalog.ts';
import { memory } from './memory.ts';
import { operator } from './operator.ts';
import { orders } from './orders.ts';
import { pages } from './pages.ts';
import { furnish, type People } from './people.ts';
import { rateLimit } from './rate-limit.ts';
import { records } from './records.ts';
import { DEFAULT_SETTINGS, type DeskSettings } from './settings.ts';
import { tableApi } from './table-api.ts';
import { webhook } from './webhook.ts';

/** What a desk is started with. */
export interface ServiceDeskOptions extends Partial<People> {
  readonly clientId: string;
  readonly clientSecret: string;
  /** The integration user as whom every API call acts. */
  readonly userName?: string;
  /** Switches Basic sign-in on for the integration user. */
  readonly password?: string;
  readonly settings?: Partial<DeskSettings>;
  /** 0, as for the other ports, lets the system choose. */
  readonly port?: number;
  readonly pagePort?: number;
  readonly controlPort?: number;
  readonly tls?: { readonly cert: string; readonly key: string };
  /** Where state is kept; without it the desk forgets everything when it stops. */
  readonly stateDir?: string;
  readonly now?: () => Date;
  /** Told of what went wrong on the way out: a webhook that nobody heard. */
  readonly complain?: (problem: string) => void;
}

/** A desk that runs: where it is, how to disturb it, how to stop it. */
export interface ServiceDesk {
  /** The API. */
  readonly url: string;
  /** The pages for people, over plain http. */
  readonly pageUrl: string;
  readonly controlUrl: string;
  readonly port: number;
  readonly pagePort: number;
  readonly controlPort: number;
  /** The sys_id of the one catalog item, as an installation sets it up by hand. */
  readonly catalogItem: string;
  readonly faults: Faults;
  /** Changes take effect with the next call. */
  readonly settings: DeskSettings;
  stop(): Promise<void>;
}

const ASLEEP = `<!doctype html>
<html lang="en">
  <head><title>Your instance is asleep</title></head>
  <body><p>This developer instance went to sleep. Sign in to wake it.</p></body>
</html>`;

/** Starts a service desk with one catalog item, its approvals, the Table API and pages for people. */
export const startServiceDesk = async (options: ServiceDeskOptions): Promise<ServiceDesk> => {
  const { people = [], approvers = [], userName = 'expiry.monitor', stateDir } = options;
  const now = options.now ?? (() => new Date());
  const settings: DeskSettings = { ...DEFAULT_SETTINGS, ...options.settings };
  const store = memory(stateDir === undefined ? undefined : join(stateDir, 'service-desk.json'));
  const rows = records(store, now);
  furnish(rows, { people, approvers }, userName);
  store.commit();

  const { clientId, clientSecret, password } = options;
  const { tokens, callerOf } = access({ clientId, clientSecret, userName, password }, store, settings, now);
  const ordering = orders(store, rows, settings);
  const complain = options.complain ?? (() => undefined);
  const hook = webhook(settings, now, complain);

  const app = new Hono<CallerEnv>();
  app.onError((error, c) => {
    complain(error.stack ?? error.message);
    return refuse(c, 500, 'Unknown error', error.message);
  });
  app.use(async (_c, next) => {
    ordering.prepare();
    await next();
    store.commit();
  });
  app.on(['GET', 'POST', 'PATCH', 'PUT'], ['/oauth_token.do', '/api/*'], async (c, next) =>
    settings.hibernated ? c.html(ASLEEP) : next(),
  );
  app.route('/', tokens);
  app.use('/api/*', rateLimit(settings, now));
  app.use('/api/*', async (c: Context<CallerEnv>, next) => {
    const caller = callerOf(c.req.header('authorization'));
    if (caller === undefined) return notAuthenticated(c);
    const display = c.req.query('sysparm_display_value') ?? 'false';
    if (display !== 'false') return refuse(c, 400, 'Only sysparm_display_value=false is known here', display);
    c.set('caller', caller);
    return next();
  });
  app.route('/', catalogApi(rows, ordering));
  app.route('/', attachmentApi(rows, store));
  app.route('/', tableApi(rows, settings, hook.tell));
  app.all('/api/*', (c) => refuse(c, 400, 'Requested URI does not represent any resource'));
  app.route('/', operator(rows, ordering, settings));
  app.route('/', pages(rows, store, hook.tell));

  const served = await serve(app, {
    name: 'Service desk',
    port: options.port ?? 0,
    pagePort: options.pagePort ?? 0,
    controlPort: options.controlPort ?? 0,
    ...(options.tls === undefined ? {} : { tls: options.tls }),
  });
  const { port, pagePort = 0, controlPort, faults } = served;
  return {
    url: `${options.tls === undefined ? 'http' : 'https'}://localhost:${port}`,
    pageUrl: `http://localhost:${pagePort}`,
    controlUrl: `http://localhost:${controlPort}`,
    port,
    pagePort,
    controlPort,
    catalogItem: CATALOG_ITEM.sysId,
    faults,
    settings,
    stop: async () => {
      await served.stop();
      await hook.stop();
    },
  };
};
