import type { ContentfulStatusCode } from 'hono/utils/http-status';

/** A refusal in the words of the service: a status, a code and, on 403, the inner code that says which wall was hit. */
export class VaultError extends Error {
  readonly status: ContentfulStatusCode;
  readonly code: string;
  readonly inner: string | undefined;

  constructor(status: ContentfulStatusCode, code: string, message: string, inner?: string) {
    super(message);
    this.name = 'VaultError';
    this.status = status;
    this.code = code;
    this.inner = inner;
  }
}

/** The body in which the service wraps every refusal. */
export const errorBody = (error: VaultError): object => ({
  error: {
    code: error.code,
    message: error.message,
    ...(error.inner === undefined ? {} : { innererror: { code: error.inner } }),
  },
});

/** A parameter that can't be understood or is out of range. */
export const badParameter = (message: string): VaultError => new VaultError(400, 'BadParameter', message);
