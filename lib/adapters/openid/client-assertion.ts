import type { ClientAuth } from 'openid-client';

/** A token of our own identity, made for exchange. Rejects when there is none. */
export type ClientAssertion = () => Promise<string>;

/** What Entra exchanges for a proof of the application that trusts our identity. */
export const TOKEN_EXCHANGE = 'api://AzureADTokenExchange/.default';

const JWT_BEARER = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** The client proves itself by an assertion that someone else signed: nothing of it is stored, so nothing expires. */
export const withAssertion =
  (clientId: string, assertion: ClientAssertion): ClientAuth =>
  async (_server, _client, body) => {
    body.set('client_id', clientId);
    body.set('client_assertion_type', JWT_BEARER);
    body.set('client_assertion', await assertion());
  };
