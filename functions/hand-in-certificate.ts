import { toIso } from '../lib/domain/time.ts';
import { handInCertificate } from '../lib/use-cases/hand-in-certificate.ts';
import type { LinkDeps } from '../lib/roles.ts';
import { answer, refusal } from './link-answer.ts';
import { handing } from './link-bodies.ts';
import { linkHandler } from './link-request.ts';
import type { FunctionFile } from './runtime.ts';

/** The recipient hands in a public certificate. What will not do is refused with the reason, and not kept. */
export const handInCertificateFunction: FunctionFile<LinkDeps> = (runtime, deps) => {
  const handIn = handInCertificate(deps);
  runtime.http('hand-in-certificate', {
    methods: ['POST'],
    route: 'api/links/{id}/certificate',
    authLevel: 'anonymous',
    handler: linkHandler(deps, handing, async ({ session, id, body }) => {
      const file = Buffer.from(body.file, 'base64url');
      const taken = await handIn(session, id, body.proof, body.idem, file);
      if (!taken.ok) return refusal(deps, taken.failure);
      const { thumbprint, expiresAt } = taken.value;
      return answer(200, { thumbprint, expiresAt: toIso(expiresAt) });
    }),
  });
};
