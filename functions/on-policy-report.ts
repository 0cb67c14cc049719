import * as z from 'zod';
import type { LinkDeps } from '../lib/roles.ts';
import type { FunctionFile } from './runtime.ts';

const MAX_BYTES = 8192;

/** Of a report only these two are read. The address of the page is never: mangled on its way, it may hold a link's key. */
const reports = z
  .array(
    z.object({
      type: z.literal('csp-violation'),
      body: z.object({
        effectiveDirective: z.string().regex(/^[a-z-]{1,40}$/),
        blockedURL: z.string().max(2048),
      }),
    }),
  )
  .min(1);

/** `inline` and `eval` are what they say; of an address only its scheme, since the rest may be anything. */
const kindOf = (blocked: string): string => /^[a-z-]{1,32}/.exec(blocked)?.[0] ?? 'other';

/** A browser kept the link page from doing what it must not do: someone tries to change it, or we made a mistake. */
export const onPolicyReportFunction: FunctionFile<LinkDeps> = (runtime, { log }) => {
  runtime.http('on-policy-report', {
    methods: ['POST'],
    route: 'api/policy-reports',
    authLevel: 'anonymous',
    handler: async (request) => {
      const text = await request.text();
      if (text.length > MAX_BYTES) return { status: 413 };
      const parsed = reports.safeParse(jsonOf(text));
      // One line a request, however much it tells: whoever floods us with reports gets little for it.
      const [first] = parsed.success ? parsed.data : [];
      if (first === undefined) return { status: 400 };
      const { effectiveDirective, blockedURL } = first.body;
      log('POLICY_VIOLATED', { directive: effectiveDirective, blocked: kindOf(blockedURL) });
      return { status: 204 };
    },
  });
};

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
