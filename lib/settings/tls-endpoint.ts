import * as z from 'zod';
import { endpointId, parseEndpoint, type TlsEndpoint } from '../domain/tls-endpoint.ts';

/** An endpoint as an operator lists it in a tenant. */
const tlsEndpoint = z
  .strictObject({
    address: z
      .string()
      .transform((text, context) => {
        const parsed = parseEndpoint(text);
        if (parsed !== undefined) return parsed;
        context.addIssue('must be host:port, or host:port,name, such as www.example.com:443');
        return z.NEVER;
      })
      .describe('`host:port`, or `host:port,name` where another name is asked for in the handshake (SNI).'),
    owner: z.string().min(1).optional().describe('Who answers for it: a mail address or user name.'),
    labels: z.array(z.string().min(1)).default([]).describe('Labels for the policy, such as `team:web`.'),
    private: z
      .boolean()
      .default(false)
      .describe('Whether it lies in a private network. Without it an address of one is refused.'),
  })
  .transform(({ address, owner, ...rest }): TlsEndpoint => ({ ...address, ...rest, owner }));

/** The endpoints of a tenant, each once. */
export const tlsEndpointList = z
  .array(tlsEndpoint)
  .refine((all) => new Set(all.map(endpointId)).size === all.length, {
    error: 'each endpoint may stand there once',
  });
