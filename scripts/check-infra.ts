import { join } from 'node:path';
import { checkData } from './bicep/azure-types.ts';
import { infraChecks } from './infra/checks.ts';

/**
 * Checks what is deployed, without deploying it. The data about Azure's types lies beside the project or where
 * EXPIRY_MONITOR_CHECK_DATA says; what can't be checked without it is named.
 */
const root = join(import.meta.dirname, '..');
const checks = await infraChecks(root, checkData(process.env, root));
for (const { name, findings, notes = [], skipped } of checks) {
  const outcome =
    skipped === undefined
      ? findings.length === 0
        ? 'in order'
        : `${findings.length} found`
      : `skipped: ${skipped}`;
  console.error(`${name}: ${outcome}`);
  for (const line of [...findings, ...notes]) console.error(`  ${line.replaceAll(`${root}/`, '')}`);
}
if (checks.some(({ findings }) => findings.length > 0)) process.exit(1);
