import type { HttpRequest } from '@azure/functions';
import * as z from 'zod';
import { readId, type RenewalId } from '../lib/domain/ids.ts';
import { hearServiceDesk } from '../lib/use-cases/hear-service-desk.ts';
import type { LinkDeps } from '../lib/roles.ts';
import type { FunctionFile } from './runtime.ts';

const hook = z.object({ correlation_id: z.string().regex(/^rn-[a-z2-7]{26}$/) });

/** The service desk says that a request was decided. Only a hint, and only if it is signed. */
export const onServiceDeskDecisionFunction: FunctionFile<LinkDeps> = (runtime, deps) => {
  const hear = hearServiceDesk(deps);
  runtime.http('on-service-desk-decision', {
    methods: ['POST'],
    route: 'api/webhooks/service-desk',
    authLevel: 'anonymous',
    handler: async (request) => {
      const body = await request.text();
      const timestamp = headerOf(request, 'timestamp');
      const signature = headerOf(request, 'signature');
      if (!deps.isSignedHook({ timestamp, signature, body })) {
        deps.log('WEBHOOK_REFUSED', { bytes: body.length });
        return { status: 401, jsonBody: { code: 'WRONG_SIGNATURE' } };
      }
      const said = hook.safeParse(jsonOf(body));
      if (!said.success) return { status: 400, jsonBody: { code: 'NOT_A_DECISION' } };
      const heard = await hear(readId<RenewalId>(said.data.correlation_id));
      return { status: heard.ok ? 202 : 503 };
    },
  });
};

/** Another desk than ServiceNow signs in our own name. */
const headerOf = ({ headers }: Pick<HttpRequest, 'headers'>, name: string): string | undefined =>
  headers.get(`x-servicenow-${name}`) ?? headers.get(`x-expiry-monitor-${name}`) ?? undefined;

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
