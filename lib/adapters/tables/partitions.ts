import type { TenantId } from '../../domain/ids.ts';

const SHARDS: readonly string[] = Array.from({ length: 16 }, (_, shard) => shard.toString(16));

/** Always the same of the sixteen for one id; changing this would lose every row. (FNV-1a) */
export const shardOf = (id: string): string => {
  let hash = 0x811c9dc5;
  for (let i = 0; i < id.length; i += 1) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193);
  return ((hash ^ (hash >>> 16)) & 15).toString(16);
};

/** The partition of an id in a table that keeps tenants apart. */
export const tenantPartition = (tenant: TenantId, id: string): string => `${tenant}~${shardOf(id)}`;

/** The tenant that a partition belongs to. */
export const tenantOf = (partitionKey: string): string =>
  partitionKey.slice(0, partitionKey.lastIndexOf('~'));

/** Every partition of a table that keeps tenants apart. */
export const tenantPartitions = (tenants: readonly TenantId[]): readonly string[] =>
  tenants.flatMap((tenant) => SHARDS.map((shard) => `${tenant}~${shard}`));

/** Every partition of a table that is sharded only. */
export const PARTITIONS: readonly string[] = SHARDS;

/** Asks so many at a time, so that many tenants do not become a storm of requests. */
export const inSixteens = async <T, R>(
  items: readonly T[],
  ask: (item: T) => Promise<R>,
): Promise<readonly R[]> => {
  const answers: R[] = [];
  for (let start = 0; start < items.length; start += SHARDS.length) {
    answers.push(...(await Promise.all(items.slice(start, start + SHARDS.length).map(ask))));
  }
  return answers;
};
