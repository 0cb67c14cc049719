import type { LinkDeps } from '../lib/roles.ts';
import type { FunctionFile } from './runtime.ts';

/** The page by which a certificate is handed in: one document for all, which knows of no link. */
export const showHandInFunction: FunctionFile<LinkDeps> = (runtime, { handInPage: { html, headers } }) => {
  runtime.http('show-hand-in', {
    methods: ['GET', 'HEAD'],
    route: 'hand-in',
    authLevel: 'anonymous',
    handler: () => ({ status: 200, headers, body: html }),
  });
};
