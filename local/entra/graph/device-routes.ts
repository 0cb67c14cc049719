import { type Context, Hono } from 'hono';
import { devicesOf } from '../tenant/devices.ts';
import type { Directory } from '../directory.ts';
import { demandReadDevices, type DeviceRight } from './caller.ts';
import { type GraphEnv } from './context.ts';
import { notFound } from './graph-error.ts';
import { nextLink, page } from './paging.ts';
import { queryOptions } from './query-options.ts';

const PAGE = 100;
const SERVICE = ['deviceAppManagement/vppTokens', 'deviceManagement/depOnboardingSettings'];

/** What the management of devices shows of its certificates and tokens, by version of Graph. */
export const deviceRoutes = ({ tenant }: Directory, version: 'v1.0' | 'beta'): Hono<GraphEnv> => {
  const app = new Hono<GraphEnv>();
  const devices = devicesOf(tenant.seed, tenant.epoch, tenant.domain);
  const context = (c: Context<GraphEnv>, path: string) =>
    `${new URL(c.req.url).origin}/${version}/$metadata#${path}`;

  const list = (c: Context<GraphEnv>, path: string, entries: readonly object[]): Response => {
    const url = new URL(c.req.url);
    const { top, skipToken } = queryOptions(url);
    const { from, to, next } = page({ total: entries.length, size: top ?? PAGE, skipToken });
    return c.json({
      '@odata.context': context(c, path),
      value: entries.slice(from, to),
      ...(next === undefined ? {} : { '@odata.nextLink': nextLink(url, next) }),
    });
  };
  const one = (c: Context<GraphEnv>, path: string, entries: readonly object[], key: string): Response => {
    const entry = entries.find((each) => 'id' in each && each.id === key);
    if (entry === undefined) throw notFound(key);
    return c.json({ '@odata.context': `${context(c, path)}/$entity`, ...entry });
  };

  const push = 'deviceManagement/applePushNotificationCertificate';
  app.get(`/${push}`, (c) => {
    demandReadDevices(c.get('caller'), 'Configuration');
    return c.json({ '@odata.context': `${context(c, push)}/$entity`, ...devices.push });
  });

  const kept = version === 'beta' ? { ...devices.stable, ...devices.beta } : devices.stable;
  for (const [path, entries] of Object.entries(kept)) {
    const right: DeviceRight = SERVICE.includes(path) ? 'ServiceConfig' : 'Configuration';
    app.get(`/${path}`, (c) => {
      demandReadDevices(c.get('caller'), right);
      return list(c, path, entries);
    });
    app.get(`/${path}/:key`, (c) => {
      demandReadDevices(c.get('caller'), right);
      return one(c, path, entries, c.req.param('key'));
    });
  }
  if (version === 'v1.0') return app;

  const states = '/deviceManagement/deviceConfigurations/:profile/:type/managedDeviceCertificateStates';
  const issuedBy = (c: Context<GraphEnv>): readonly object[] => {
    demandReadDevices(c.get('caller'), 'Configuration');
    const entries = devices.issued[c.req.param('profile') ?? ''];
    if (entries === undefined) throw notFound(c.req.param('profile') ?? '');
    return entries;
  };
  app.get(states, (c) => list(c, 'managedDeviceCertificateStates', issuedBy(c)));
  app.get(`${states}/:key`, (c) => one(c, 'managedDeviceCertificateStates', issuedBy(c), c.req.param('key')));
  return app;
};
