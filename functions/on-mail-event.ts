import type { LinkDeps } from '../lib/roles.ts';
import { hearMailEvents } from '../lib/use-cases/hear-mail-events.ts';
import type { FunctionFile } from './runtime.ts';

/** The mail provider posts at most 768 kB at once. */
const MOST_BYTES = 1024 * 1024;
const TOO_LARGE = { status: 413, jsonBody: { code: 'TOO_LARGE' } };

/** The mail provider says what became of mails. Only if it is signed, and only for links that are still out. */
export const onMailEventFunction: FunctionFile<LinkDeps> = (runtime, deps) => {
  const hear = hearMailEvents(deps);
  runtime.http('on-mail-event', {
    methods: ['POST'],
    route: 'api/webhooks/mail',
    authLevel: 'anonymous',
    handler: async (request) => {
      if (deps.mailEvents === undefined) return { status: 404, jsonBody: { code: 'NOT_CONFIGURED' } };
      if (Number(request.headers.get('content-length') ?? 0) > MOST_BYTES) return TOO_LARGE;
      const body = new Uint8Array(await request.arrayBuffer());
      if (body.length > MOST_BYTES) return TOO_LARGE;
      const header = (name: string) => request.headers.get(name) ?? undefined;
      const returned = deps.mailEvents.read({ header, body });
      if (!returned.ok && returned.failure === 'UNSIGNED') {
        deps.log('WEBHOOK_REFUSED', { bytes: body.length });
        return { status: 401, jsonBody: { code: 'WRONG_SIGNATURE' } };
      }
      if (!returned.ok) return { status: 400, jsonBody: { code: 'NO_EVENTS' } };
      await hear(returned.value);
      return { status: 204 };
    },
  });
};
