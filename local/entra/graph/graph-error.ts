/** A refusal of Graph; thrown by a route, answered by `graphApp`. */
export class GraphError extends Error {
  override readonly name = 'GraphError';
  readonly status: 400 | 401 | 403 | 404 | 410 | 429;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: GraphError['status'],
    code: string,
    message: string,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

/** 400 for a body or query that Graph doesn't take. */
export const badRequest = (message: string, code = 'Request_BadRequest'): GraphError =>
  new GraphError(400, code, message);

/** 404, in the words of the directory. */
export const notFound = (id: string): GraphError =>
  new GraphError(
    404,
    'Request_ResourceNotFound',
    `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
  );

/** The body of every refusal. */
export const errorBody = (error: GraphError, requestId: string, clientRequestId: string, now: number) => ({
  error: {
    code: error.code,
    message: error.message,
    innerError: {
      date: new Date(now).toISOString().slice(0, 19),
      'request-id': requestId,
      'client-request-id': clientRequestId,
    },
  },
});
