import { randomBytes } from 'node:crypto';
import { TableClient } from '@azure/data-tables';
import { keyVaultShareWrap } from '../../../lib/adapters/key-vault/link-key.ts';
import { cryptographyClient } from '../../../lib/adapters/key-vault/key-client.ts';
import { sealer } from '../../../lib/adapters/sealing/seal.ts';
import { tableLinks } from '../../../lib/adapters/tables/links-table.ts';
import { tableSessions } from '../../../lib/adapters/tables/sessions-table.ts';
import { type LinkId, readId } from '../../../lib/domain/ids.ts';
import { bindingText } from '../../../lib/domain/link-binding.ts';
import { type Link, LINK_LIFETIME, linkDueAt } from '../../../lib/domain/link.ts';
import { SESSION_LIFETIME } from '../../../lib/domain/session.ts';
import { instantOfMs, plus } from '../../../lib/domain/time.ts';
import { proofOf } from '../../../local/start/open-sealed.ts';
import type { Surroundings } from '../../../local/start/surroundings.ts';
import { aLink } from '../builders.ts';

/** Links in the table as issuing leaves them, and the key of a session of their recipient. */
export interface SealedLinks {
  readonly sessionKey: string;
  readonly links: readonly { readonly id: string; readonly proof: string }[];
}

const AT_ONCE = 16;

const issue = async (surroundings: Surroundings, count: number, links: ReturnType<typeof tableLinks>) => {
  const credential = credentialOf(surroundings);
  const { vaults } = surroundings;
  const wrap = keyVaultShareWrap(() =>
    cryptographyClient(`${vaults['product'] ?? ''}/keys/link-wrap`, credential),
  );
  const now = instantOfMs(Date.now());
  const notAfter = plus(now, LINK_LIFETIME);
  const issued: { id: string; proof: string }[] = [];
  const one = async (): Promise<void> => {
    const id = readId<LinkId>(randomBytes(16).toString('base64url'));
    const blank = aLink({ id, issuedAt: now, notAfter });
    const seal = await sealer({ wrap }).ready();
    if (!seal.ok) throw new Error(seal.failure.detail);
    const { of, recipient, keyId } = blank;
    const to = { tenant: of.tenant, recipient: recipient.objectId, application: of.nativeId };
    const bound = bindingText({ linkId: id, ...to, keyId, notAfter });
    const {
      linkKey,
      verifier,
      secret: sealed,
    } = seal.value(id, 'q~8Q~a-secret-of-forty-characters-at-all', bound);
    const link: Link = aLink({ id, issuedAt: now, notAfter, verifier, sealed });
    await links.commit(id, { expected: 'absent', state: link, dueAt: linkDueAt(link), messages: [] });
    issued.push({ id, proof: proofOf(id, linkKey) });
  };
  while (issued.length < count)
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, count - issued.length) }, one));
  return issued;
};

export const sealLinks = async (surroundings: Surroundings, count: number): Promise<SealedLinks> => {
  const client = (name: string) => new TableClient(surroundings.tablesUrl, name, credentialOf(surroundings));
  const links = await issue(surroundings, count, tableLinks(client('Links')));
  const { tenant, objectId } = aLink().recipient;
  const now = instantOfMs(Date.now());
  const sessionKey = await tableSessions(client('Sessions')).begin({
    ...{
      person: { tenant, objectId },
      name: 'Olive',
      authenticatedAt: now,
      freshFor: undefined,
      only: undefined,
    },
    until: plus(now, SESSION_LIFETIME),
  });
  return { sessionKey, links };
};

/** The identity that may do all, on this machine. */
const credentialOf = ({ entra }: Surroundings) => ({
  getToken: async (scopes: string | string[]) => {
    const resource = String(Array.isArray(scopes) ? scopes[0] : scopes).replace(/\/\.default$/, '');
    const query = new URLSearchParams({
      'api-version': '2019-08-01',
      resource,
      client_id: entra.identities['all'] ?? '',
    });
    const answer = await fetch(`${entra.identityEndpoint}?${query.toString()}`, {
      headers: { 'x-identity-header': entra.identityHeader },
    });
    const { access_token: token, expires_on: ends } = (await answer.json()) as Record<
      'access_token' | 'expires_on',
      string
    >;
    return { token, expiresOnTimestamp: Number(ends) * 1000 };
  },
});
