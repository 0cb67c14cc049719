import type { LinkDeps } from '../lib/roles.ts';
import type { FunctionFile } from './runtime.ts';

/** The page of every link: one document for all, without a look at any of them, so that opening it spends nothing. */
export const showLinkFunction: FunctionFile<LinkDeps> = (runtime, { linkPage: { html, headers } }) => {
  runtime.http('show-link', {
    methods: ['GET', 'HEAD'],
    route: 'r/{*path}',
    authLevel: 'anonymous',
    handler: () => ({ status: 200, headers, body: html }),
  });
};
