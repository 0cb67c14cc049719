import { randomUUID } from 'node:crypto';

interface Known {
  readonly status: 400 | 401;
  readonly error: string;
  /** `{0}` stands for what the caller says. */
  readonly text: string;
}

/** The refusals that this login knows, by the number after AADSTS. */
const REFUSALS = {
  50027: { status: 400, error: 'invalid_request', text: 'JWT token is invalid or malformed.' },
  70003: {
    status: 400,
    error: 'unsupported_grant_type',
    text: "The app requested an unsupported grant type '{0}'.",
  },
  70021: {
    status: 400,
    error: 'invalid_request',
    text: "No matching federated identity record found for presented assertion on application '{0}'.",
  },
  90002: {
    status: 400,
    error: 'invalid_request',
    text: "Tenant '{0}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.",
  },
  500011: {
    status: 400,
    error: 'invalid_resource',
    text: 'The resource principal named {0} was not found in the tenant.',
  },
  700016: {
    status: 400,
    error: 'unauthorized_client',
    text: "Application with identifier '{0}' was not found in the directory.",
  },
  700024: {
    status: 401,
    error: 'invalid_client',
    text: 'Client assertion is not within its valid time range.',
  },
  700027: {
    status: 401,
    error: 'invalid_client',
    text: 'The certificate with identifier used to sign the client assertion is not registered on application. [Reason - {0}]',
  },
  900144: {
    status: 400,
    error: 'invalid_request',
    text: "The request body must contain the following parameter: '{0}'.",
  },
  1002012: {
    status: 400,
    error: 'invalid_scope',
    text: 'The provided value for scope {0} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier.',
  },
  7000112: { status: 400, error: 'unauthorized_client', text: "Application '{0}' is disabled." },
  7000215: {
    status: 401,
    error: 'invalid_client',
    text: "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '{0}'.",
  },
  7000218: {
    status: 401,
    error: 'invalid_client',
    text: "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
  },
  7000222: {
    status: 401,
    error: 'invalid_client',
    text: "The provided client secret keys for app '{0}' are expired. Create new keys for your app, or consider using certificate credentials for added security.",
  },
} as const satisfies Record<number, Known>;

export type RefusalCode = keyof typeof REFUSALS;

/** Why a sign-in is refused. */
export interface Refusal {
  readonly code: RefusalCode;
  readonly about: string;
}

/** The answer that says so, in Entra's words; callers must look at `error_codes`, never at the text. */
export const refuse = ({ code, about }: Refusal, now: number, origin: string): Response => {
  const { status, error, text } = REFUSALS[code];
  const traceId = randomUUID();
  const correlationId = randomUUID();
  const timestamp = new Date(now)
    .toISOString()
    .replace('T', ' ')
    .replace(/\.\d+Z/, 'Z');
  const sentence = `AADSTS${String(code)}: ${text.replace('{0}', about)}`;
  return Response.json(
    {
      error,
      error_description: `${sentence} Trace ID: ${traceId} Correlation ID: ${correlationId} Timestamp: ${timestamp}`,
      error_codes: [code],
      timestamp,
      trace_id: traceId,
      correlation_id: correlationId,
      error_uri: `${origin}/error?code=${String(code)}`,
    },
    { status, headers: { 'cache-control': 'no-store' } },
  );
};
