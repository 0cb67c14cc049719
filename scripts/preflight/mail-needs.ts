import { attempt, GRANTED, MISSING, type Need, PATIENCE_MS, unknown } from './need.ts';

/** SendGrid says which scopes a key has. */
export const mailNeeds = (url: URL, apiKey: string): readonly Need[] => [
  {
    right: 'SendGrid: scope mail.send of the API key',
    without:
      'No owner is told and no link is mailed; renewals are paused before a secret is handed over. Watching and events go on.',
    probe: () =>
      attempt(async () => {
        const answer = await fetch(new URL('/v3/scopes', url), {
          redirect: 'error',
          signal: AbortSignal.timeout(PATIENCE_MS),
          headers: { authorization: `Bearer ${apiKey}` },
        });
        if (answer.status === 401 || answer.status === 403) return MISSING;
        if (!answer.ok) return unknown(`it answered ${answer.status}`);
        const { scopes = [] } = (await answer.json()) as { readonly scopes?: readonly string[] };
        return scopes.includes('mail.send') ? GRANTED : MISSING;
      }),
  },
];
