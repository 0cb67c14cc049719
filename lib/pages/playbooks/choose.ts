import type { CredentialKind } from '../../domain/credential.ts';
import * as entra from './entra.ts';
import * as federation from './federation.ts';
import * as platform from './platform.ts';
import type { Playbook } from './playbook.ts';
import { SYSTEM_PLAYBOOKS } from './systems.ts';

/** One for each kind: the compiler misses none. */
export const KIND_PLAYBOOKS: Readonly<Record<CredentialKind, Playbook>> = {
  'client-secret': entra.CLIENT_SECRET,
  'client-certificate': entra.CLIENT_CERTIFICATE,
  'symmetric-key': entra.SYMMETRIC_KEY,
  'saml-signing-certificate': entra.SAML_SIGNING_CERTIFICATE,
  'federation-signing-certificate': entra.FEDERATION_SIGNING_CERTIFICATE,
  'token-signing-certificate': federation.TOKEN_SIGNING_CERTIFICATE,
  'token-signing-key': federation.TOKEN_SIGNING_KEY,
  'token-encryption-certificate': federation.TOKEN_ENCRYPTION_CERTIFICATE,
  'token-decryption-certificate': federation.TOKEN_DECRYPTION_CERTIFICATE,
  'service-identity-password': federation.SERVICE_IDENTITY_PASSWORD,
  'service-identity-key': federation.SERVICE_IDENTITY_KEY,
  'service-identity-certificate': federation.SERVICE_IDENTITY_CERTIFICATE,
  'management-service-password': federation.MANAGEMENT_SERVICE_PASSWORD,
  'management-service-key': federation.MANAGEMENT_SERVICE_KEY,
  'management-service-certificate': federation.MANAGEMENT_SERVICE_CERTIFICATE,
  'key-vault-certificate': platform.KEY_VAULT_CERTIFICATE,
  'key-vault-secret': platform.KEY_VAULT_SECRET,
  'key-vault-key': platform.KEY_VAULT_KEY,
  'device-certificate': platform.DEVICE_CERTIFICATE,
  'push-certificate': platform.PUSH_CERTIFICATE,
  token: platform.TOKEN,
  'tls-certificate': platform.TLS_CERTIFICATE,
  'policy-exception': platform.POLICY_EXCEPTION,
};

/**
 * The playbook of the kind, then those of the systems that are known to be involved. What is no system of ours is passed
 * over: names come from outside.
 */
export const playbooksFor = (
  kind: CredentialKind,
  systems: readonly string[],
): readonly [Playbook, ...Playbook[]] => [
  KIND_PLAYBOOKS[kind],
  ...[...new Set(systems)].flatMap((system) =>
    Object.entries(SYSTEM_PLAYBOOKS).flatMap(([name, playbook]) => (name === system ? [playbook] : [])),
  ),
];
