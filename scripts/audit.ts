import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { TableClient } from '@azure/data-tables';
import { DefaultAzureCredential } from '@azure/identity';
import * as z from 'zod';
import { keyVaultCheckpointKeys } from '../lib/adapters/key-vault/checkpoint-keys.ts';
import { keyClient } from '../lib/adapters/key-vault/key-client.ts';
import { tableAuditTrail } from '../lib/adapters/tables/audit-trail-table.ts';
import { publicKey } from './audit/export-line.ts';
import { verifyExport } from './audit/verify-export.ts';
import { ID_PATTERN } from '../lib/domain/ids.ts';
import { writeExport } from './audit/write-export.ts';
import { writeRequest } from './audit/write-request.ts';

/** Exports the record, and checks an export without any service. JSON on stdout, talk on stderr; 1 when it was bent. */
const USAGE = `Usage:
  npm run audit -- verify EXPORT [--keys KEYS.json]
      EXPORT  a file that "export" wrote
      --keys  public keys that you kept elsewhere: {"<key address>": {"kty":"EC","crv":"P-256","x":"…","y":"…"}}
  npm run audit -- export FILE --tables URL --key URL [--renewal ID]
      FILE      where the export goes; it must not exist
      --tables  the table endpoint of the storage account
      --key     the key that signs checkpoints: https://<vault>/keys/<name>
      --renewal only what is recorded of this renewal, each entry with its proof: rn-…`;

class UsageError extends Error {}

const keysIn = (file: string): z.infer<ReturnType<typeof keysFile>> => {
  const parsed = keysFile().safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (!parsed.success) throw new UsageError(`${file} does not hold public keys: ${parsed.error.message}`);
  return parsed.data;
};
const keysFile = () => z.record(z.string(), publicKey);

const verify = async (file: string, keys: string | undefined): Promise<number> => {
  if (!existsSync(file)) throw new UsageError(`There is no file ${file}.`);
  const verified = await verifyExport(file, keys === undefined ? undefined : keysIn(keys));
  process.stdout.write(`${JSON.stringify(verified, null, 2)}\n`);
  if (verified.keysFromExport)
    console.error('The keys came with the export. To rule out that they were put there, give --keys.');
  const bent = [...verified.streams, ...verified.proofs].flatMap(({ stream, tampers }) =>
    tampers.map((tamper) => ({ stream, ...tamper })),
  );
  for (const { stream, code, seq, detail } of bent) console.error(`${stream} at ${seq}: ${code}. ${detail}`);
  for (const { line, detail } of verified.unreadable) console.error(`Line ${line} ${detail}.`);
  if (verified.streams.length + verified.proofs.length === 0)
    throw new UsageError(`${file} holds no record.`);
  return bent.length + verified.unreadable.length === 0 ? 0 : 1;
};

const exportTo = async (
  file: string,
  {
    tables,
    key,
    renewal,
  }: { readonly tables: string; readonly key: string; readonly renewal?: string | undefined },
): Promise<number> => {
  if (renewal !== undefined && !(renewal.startsWith('rn-') && ID_PATTERN.test(renewal)))
    throw new UsageError(`"${renewal}" is no renewal: its id begins with rn- and stands on the request.`);
  if (existsSync(file)) throw new UsageError(`${file} exists; a record is never written over another one.`);
  const credential = new DefaultAzureCredential();
  const keyId = new URL(key);
  const keysOf = keyVaultCheckpointKeys({ client: keyClient(keyId, credential), key: keyId });
  const trail = tableAuditTrail(new TableClient(tables.replace(/\/$/, ''), 'Audit', credential));
  const publicKeys = async (keyIds: readonly string[]) => {
    const keys = await keysOf(keyIds);
    if (!keys.ok) throw new Error(keys.failure.detail);
    return z.record(z.string(), publicKey).parse(keys.value);
  };
  if (renewal !== undefined) {
    const said = await writeRequest(trail, publicKeys, renewal, file);
    if (said.unsigned > 0)
      console.error(
        `${said.unsigned} entries are not signed yet and are left out: export again in some minutes.`,
      );
    if (said.entries === 0) throw new UsageError(`The record holds nothing signed of ${renewal}.`);
    process.stdout.write(`${JSON.stringify({ file, ...said })}\n`);
    return 0;
  }
  const written = await writeExport(trail, publicKeys, file, (said) => {
    console.error(said);
  });
  process.stdout.write(`${JSON.stringify({ file, ...written })}\n`);
  return 0;
};

const run = async (): Promise<number> => {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      keys: { type: 'string' },
      tables: { type: 'string' },
      key: { type: 'string' },
      renewal: { type: 'string' },
    },
  });
  const [command, file] = positionals;
  if (command === 'verify' && file !== undefined) return verify(file, values.keys);
  if (command === 'export' && file !== undefined && values.tables !== undefined && values.key !== undefined)
    return exportTo(file, { tables: values.tables, key: values.key, renewal: values.renewal });
  throw new UsageError(USAGE);
};

try {
  process.exitCode = await run();
} catch (error) {
  const isTold = error instanceof UsageError || (error instanceof TypeError && 'code' in error);
  console.error(isTold ? error.message : error);
  process.exitCode = 2;
}
