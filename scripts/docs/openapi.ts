import type * as z from 'zod';
import { OPERATIONS } from '../../lib/api/catalogue.ts';
import type { Operation } from '../../lib/api/operation.ts';
import { problem, type ProblemCode, PROBLEMS } from '../../lib/api/problem.ts';
import { type JsonSchema, jsonSchemaOf } from './json-schema.ts';

const SERVER = {
  url: 'https://{host}',
  description: 'The app of the role that answers; each operation says which.',
  variables: { host: { default: 'example.azurewebsites.net', description: 'The host name of that app.' } },
};

const ENTRA = {
  type: 'http',
  scheme: 'bearer',
  bearerFormat: 'JWT',
  description:
    'An access token of Microsoft Entra, version 2.0, for the client id in the setting API_AUDIENCE, of a tenant in PEOPLE_TENANTS. ' +
    'Its claim `roles` names the app roles Reader, Operator, Approver and Auditor; each operation says which one it needs.',
};

/** The OpenAPI 3.1 document of what can be asked over HTTP. */
export const openApi = (version: string) => ({
  openapi: '3.1.0',
  info: {
    title: 'Expiry Monitor',
    version,
    description:
      'What is armed, what is silent, what is known, and why. Problems are told as RFC 9457 says, and bad input names all its ' +
      'faults at once. Names and reasons in answers come from directories and people: show them as hostile text.',
    license: { name: 'MIT', identifier: 'MIT' },
  },
  servers: [SERVER],
  tags: Object.keys(OPERATIONS).map((role) => ({ name: role, description: `Answered by the role ${role}.` })),
  paths: pathsOf(
    Object.entries(OPERATIONS).flatMap(([role, operations]) =>
      operations.map((operation) => ({ role, operation })),
    ),
  ),
  components: { securitySchemes: { entra: ENTRA }, schemas: { Problem: bare(problem) } },
});

const pathsOf = (all: readonly { readonly role: string; readonly operation: Operation }[]) => {
  const paths: Record<string, Record<string, object>> = {};
  for (const { role, operation } of all) {
    const path = (paths[`/${operation.route}`] ??= {});
    path[operation.method.toLowerCase()] = operationObject(operation, role);
  }
  return paths;
};

const operationObject = (operation: Operation, role: string) => {
  const { guard, name, summary, description, params, query, body, answer, success } = operation;
  return {
    operationId: name,
    tags: [role],
    summary,
    ...(description === undefined ? {} : { description }),
    ...(guard.kind === 'none' ? {} : { security: [{ entra: [] }], 'x-app-role': guard.role }),
    parameters: [...parametersIn('path', params), ...parametersIn('query', query)],
    ...(body === undefined
      ? {}
      : { requestBody: { required: true, content: { 'application/json': { schema: bare(body) } } } }),
    responses: {
      ...Object.fromEntries(
        Object.entries(success).map(([status, means]) => [
          status,
          { description: means, content: { 'application/json': { schema: bare(answer) } } },
        ]),
      ),
      ...problemResponses(operation),
    },
  };
};

const parametersIn = (place: 'path' | 'query', schema: z.ZodObject) => {
  const { properties = {}, required = [] } = bare(schema);
  return Object.entries(properties).map(([name, { description, ...rest }]) => ({
    name,
    in: place,
    required: required.includes(name),
    ...(description === undefined ? {} : { description }),
    schema: rest,
  }));
};

/** Signing in and reading the request have problems of their own; several of one status share a line. */
const problemResponses = (operation: Operation) => {
  const codes: readonly ProblemCode[] = [
    ...(operation.guard.kind === 'none' ? [] : (['not-signed-in', 'role-missing', 'unavailable'] as const)),
    ...(takesInput(operation) ? (['bad-input'] as const) : []),
    ...(operation.body === undefined ? [] : (['not-json'] as const)),
    ...operation.problems,
  ];
  const byStatus = Map.groupBy(new Set(codes), (code) => PROBLEMS[code].status);
  return Object.fromEntries(
    [...byStatus].map(([status, same]) => [
      String(status),
      {
        description: same.map((code) => `\`${code}\`: ${PROBLEMS[code].title}.`).join(' '),
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    ]),
  );
};

const takesInput = ({ params, query, body }: Operation): boolean =>
  body !== undefined || Object.keys(params.shape).length + Object.keys(query.shape).length > 0;

/** Within a document that says its dialect once, a schema does not say it again. */
const bare = (schema: z.ZodType): JsonSchema => {
  const { $schema: _, ...rest } = jsonSchemaOf(schema) as JsonSchema & { readonly $schema?: string };
  return rest;
};
