import { toIso } from '../../domain/time.ts';
import type { VaultItem } from './vault-item.ts';

/**
 * What stands for the version of a secret or a key: when it was made. Lists name no version, and a request for each item
 * would make a scan of a thousand secrets a thousand times dearer.
 */
export const versionKey = ({ createdOn }: Pick<VaultItem, 'createdOn'>): string =>
  createdOn === undefined ? 'current' : toIso(createdOn);
