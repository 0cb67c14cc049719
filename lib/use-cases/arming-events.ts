import { type Arming, armedBy } from '../domain/arming.ts';
import type { Digest } from '../domain/ids.ts';
import type { PersonKey } from '../domain/person.ts';
import type { Tenant } from '../domain/tenant.ts';
import type { Instant } from '../domain/time.ts';
import type { OutgoingMessage } from '../ports/publisher.ts';
import { eventMessage } from './outgoing.ts';

interface Deps {
  readonly digest: Digest;
  readonly tenants: readonly Tenant[];
}

/** The instant tells one arming of a source from the next. */
const about = ({ tenants }: Deps, { tenant, source }: Arming) => ({
  tenantId: tenant,
  environment: tenants.find(({ id }) => id === tenant)?.environment ?? 'unknown',
  credentialSource: source,
});

const who = (by: PersonKey | 'setting' | undefined) =>
  by === undefined || by === 'setting' ? {} : { by: { tenantId: by.tenant, objectId: by.objectId } };

/** From `at` on its credentials are announced. */
export const armedEvent = (deps: Deps, arming: Arming, at: Instant): OutgoingMessage =>
  eventMessage(deps.digest, {
    type: 'expiry-monitor.source.armed.v1',
    tenant: arming.tenant,
    about: `${arming.tenant}/${arming.source}`,
    transition: `armed@${at}`,
    at,
    data: { ...about(deps, arming), ...who(armedBy(arming)) },
  });

/** From `at` on nothing of it is announced, by this person's word. */
export const disarmedEvent = (deps: Deps, arming: Arming, at: Instant): OutgoingMessage =>
  eventMessage(deps.digest, {
    type: 'expiry-monitor.source.disarmed.v1',
    tenant: arming.tenant,
    about: `${arming.tenant}/${arming.source}`,
    transition: `disarmed@${at}`,
    at,
    data: { ...about(deps, arming), ...who(arming.said?.by) },
  });
