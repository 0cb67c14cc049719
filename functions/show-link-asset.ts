import type { LinkDeps } from '../lib/roles.ts';
import type { FunctionFile } from './runtime.ts';

/** The code, style and texts of the link page, each at an address of its content: any other address has nothing. */
export const showLinkAssetFunction: FunctionFile<LinkDeps> = (
  runtime,
  { linkPage: { assets, headers }, handInPage },
) => {
  runtime.http('show-link-asset', {
    methods: ['GET', 'HEAD'],
    route: 'link-page/{version}/{name}',
    authLevel: 'anonymous',
    handler: ({ params }) => {
      const path = `/link-page/${params['version'] ?? ''}/${params['name'] ?? ''}`;
      const asset = assets.get(path) ?? handInPage.assets.get(path);
      return asset === undefined
        ? { status: 404, headers, body: '' }
        : { status: 200, headers: asset.headers, body: asset.body };
    },
  });
};
