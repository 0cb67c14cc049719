import { consoleLog } from '../adapters/system/console-log.ts';
import { faultsOf, type Config } from '../config.ts';
import { DEFAULT_POLICY, type Policy } from '../domain/policy.ts';
import { fail, ok } from '../domain/result.ts';
import { policyText } from '../settings/policy.ts';
import { keepPolicy, type KeptPolicy } from '../use-cases/keep-policy.ts';

/**
 * The policy that the settings name. One in a blob is read before anything else is done, and looked after from then on;
 * where it can't be read and no setting says what holds instead, the app does not start, since nobody knows what to say.
 */
export const openPolicy = async (config: Config): Promise<Policy> => {
  const { POLICY, POLICY_FILE, POLICY_URL: url, POLICY_REFRESH, REQUEST_TIMEOUT: timeout } = config.common;
  const written = POLICY ?? POLICY_FILE;
  if (url === undefined) return written ?? DEFAULT_POLICY;
  const { textBlob } = await import('../adapters/blob-storage/text-blob.ts');
  const { tenantCredentials } = await import('../adapters/sign-in/tenant-credentials.ts');
  const credential = tenantCredentials(config.common.AZURE_CLIENT_ID)({ kind: 'managed-identity' });
  const kept = keepPolicy({
    source: textBlob({ url, credential, timeout }),
    parse: parsePolicy,
    fallback: written,
    log: consoleLog,
  });
  await kept.refresh();
  if (kept.current() === undefined)
    throw new Error(
      'POLICY_URL: no policy could be read there, and neither POLICY nor POLICY_FILE says what holds instead.',
    );
  setInterval(() => void kept.refresh(), POLICY_REFRESH).unref();
  return following(kept);
};

const parsePolicy = (text: string) => {
  const parsed = policyText.safeParse(text);
  return parsed.success ? ok(parsed.data) : fail(faultsOf(parsed.error));
};

/** One policy for all who hold it, which is the last good one at any time. */
const following = (kept: KeptPolicy): Policy =>
  Object.defineProperties(
    {},
    Object.fromEntries(
      Object.keys(DEFAULT_POLICY).map((key) => [
        key,
        { enumerable: true, get: () => kept.current()?.[key as keyof Policy] },
      ]),
    ),
  ) as Policy;
