import type { KeyOperation, OperationInput } from './key-operations.ts';
import type { KeyRequest } from './key-store.ts';
import { badParameter } from './vault-error.ts';

const OPERATIONS_OF: Readonly<Record<'EC' | 'RSA', readonly KeyOperation[]>> = {
  EC: ['sign', 'verify'],
  RSA: ['wrapKey', 'unwrapKey'],
};

const RSA_SIZES: readonly unknown[] = [undefined, 2048, 3072, 4096];

/** The key that the body of a create call describes. */
export const keyRequestOf = (body: OperationInput, version: string): KeyRequest => {
  const kind = body['kty'];
  if (kind !== 'EC' && kind !== 'RSA') throw badParameter(`Key type ${String(kind)} is not supported here.`);
  const size = body['key_size'];
  if (kind === 'RSA' && !RSA_SIZES.includes(size))
    throw badParameter(`An RSA key can't have ${String(size)} bits.`);
  if (kind === 'EC' && (body['crv'] ?? 'P-256') !== 'P-256')
    throw badParameter('Of the curves only P-256 is supported here.');

  const now = Math.floor(Date.now() / 1000);
  const given = (body['attributes'] ?? {}) as { enabled?: boolean; nbf?: number; exp?: number };
  return {
    version,
    kind,
    size: typeof size === 'number' ? size : undefined,
    operations: Array.isArray(body['key_ops']) ? body['key_ops'].map(String) : OPERATIONS_OF[kind],
    tags: (body['tags'] ?? {}) as Record<string, string>,
    attributes: {
      enabled: given.enabled ?? true,
      ...(typeof given.nbf === 'number' ? { nbf: given.nbf } : {}),
      ...(typeof given.exp === 'number' ? { exp: given.exp } : {}),
      created: now,
      updated: now,
    },
  };
};
