import type { LinkDeps } from '../lib/roles.ts';
import { hearMailEvents } from '../lib/use-cases/hear-mail-events.ts';
import type { FunctionFile } from './runtime.ts';

/** The mail provider posts at most 768 kB at once. */
const MOST_BYTES = 1024 * 1024;

/** The mail provider says what became of mails. Only if it is signed, and only for links that are still out. */
export const onMailEventFunction: FunctionFile<LinkDeps> = (runtime, deps) => {
  const hear = hearMailEvents(deps);
  runtime.http('on-mail-event', {
    methods: ['POST'],
    route: 'api/webhooks/mail',
    authLevel: 'anonymous',
    handler: async (request) => {
      if (deps.mailEvents === undefined) return { status: 404, jsonBody: { code: 'NOT_CONFIGURED' } };
      const body = new Uint8Array(await request.arrayBuffer());
      if (body.length > MOST_BYTES) return { status: 413, jsonBody: { code: 'TOO_LARGE' } };
      const header = (name: string) => request.headers.get(name) ?? undefined;
      const returned = deps.mailEvents.read({ header, body });
      if (!returned.ok) {
        deps.log('WEBHOOK_REFUSED', { bytes: body.length });
        const status = returned.failure === 'UNSIGNED' ? 401 : 400;
        return { status, jsonBody: { code: returned.failure } };
      }
      await hear(returned.value);
      return { status: 204 };
    },
  });
};
