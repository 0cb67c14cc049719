import { Hono } from 'hono';
import type { Faults } from '../stand-in/faults.ts';
import { serve } from '../stand-in/serve.ts';
import { persistent } from '../stand-in/state.ts';
import { hostileXml, redirectOf } from './hostile.ts';
import { metadataXml } from './metadata-xml.ts';
import { discoveryJson, keysJson } from './openid-json.ts';
import { ANSWERS, makeProvider, type Provider, type ProviderSpec, signing } from './provider.ts';

export interface IdentityProvidersOptions {
  readonly tls: { readonly cert: string; readonly key: string };
  readonly port?: number;
  readonly controlPort?: number;
  /** Where they are kept, so that a second start shows the same certificates. */
  readonly stateFile?: string | undefined;
  /** What there is at the first start. */
  readonly providers: readonly ProviderSpec[];
  readonly epoch: Date;
}

export interface IdentityProviders {
  readonly url: string;
  readonly port: number;
  readonly controlPort: number;
  readonly faults: Faults;
  metadataUrl(name: string): string;
  discoveryUrl(name: string): string;
  /** Puts a provider in the place of the one of its name. */
  put(spec: ProviderSpec): Promise<Provider>;
  find(name: string): Provider | undefined;
  stop(): Promise<void>;
}

const METADATA = 'FederationMetadata/2007-06/FederationMetadata.xml';
const DISCOVERY = '.well-known/openid-configuration';

/** Identity providers and relying parties outside the tenant, each below a path of its name at idp.localhost. */
export const startIdentityProviders = async (
  options: IdentityProvidersOptions,
): Promise<IdentityProviders> => {
  const state = persistent<readonly Provider[]>(options.stateFile, () => []);
  const find = (name: string) => state.value.find((one) => one.name === name);
  const put = async (spec: ProviderSpec): Promise<Provider> => {
    const provider = await makeProvider(spec, options.epoch);
    state.value = [...state.value.filter(({ name }) => name !== spec.name), provider];
    state.save();
    return provider;
  };
  for (const spec of options.providers) if (find(spec.name) === undefined) await put(spec);

  let baseUrl = '';
  const app = new Hono();
  const urlOf = (name: string) => `${baseUrl}/${name}`;
  app.use('/:name/*', async (c, next) => {
    const { answer } = find(c.req.param('name')) ?? {};
    if (answer === undefined) return c.text('No such provider.', 404);
    const elsewhere = redirectOf(answer, `${baseUrl}${c.req.path}`);
    return elsewhere === undefined ? next() : c.redirect(elsewhere);
  });
  app.get(`/:name/${METADATA}`, (c) => {
    const provider = find(c.req.param('name'));
    if (provider === undefined) return c.notFound();
    const [signer = ''] = signing(provider);
    const xml = hostileXml(provider.answer) ?? metadataXml(provider, urlOf(provider.name), signer);
    return c.body(xml, 200, { 'content-type': 'application/samlmetadata+xml' });
  });
  app.get(`/:name/${DISCOVERY}`, (c) => {
    const provider = find(c.req.param('name'));
    if (provider === undefined) return c.notFound();
    if (provider.answer === 'huge') return c.json({ issuer: 'x'.repeat(3 * 1024 * 1024) });
    return c.json(discoveryJson(provider, urlOf(provider.name)));
  });
  app.get('/:name/keys', (c) => {
    const provider = find(c.req.param('name'));
    return provider === undefined ? c.notFound() : c.json(keysJson(provider));
  });

  const served = await serve(app, {
    name: 'Identity providers',
    tls: options.tls,
    port: options.port ?? 0,
    controlPort: options.controlPort ?? 0,
    control: controlOf(put, () => state.value),
  });
  baseUrl = `https://idp.localhost:${served.port}`;
  return {
    url: baseUrl,
    port: served.port,
    controlPort: served.controlPort,
    faults: served.faults,
    metadataUrl: (name) => `${urlOf(name)}/${METADATA}`,
    discoveryUrl: (name) => `${urlOf(name)}/${DISCOVERY}`,
    put,
    find,
    stop: () => served.stop(),
  };
};

/** `PUT /providers` puts a provider (`ProviderSpec` as JSON) in the place of the one of its name; `GET /providers` lists them. */
const controlOf = (put: (spec: ProviderSpec) => Promise<Provider>, all: () => readonly Provider[]): Hono => {
  const app = new Hono();
  app.get('/providers', (c) => c.json({ providers: all() }));
  app.put('/providers', async (c) => {
    const spec = await c.req.json<ProviderSpec>();
    if (spec.answer !== undefined && !ANSWERS.includes(spec.answer))
      return c.json({ error: `answer is one of ${ANSWERS.join(', ')}.` }, 400);
    return c.json(await put(spec));
  });
  return app;
};
