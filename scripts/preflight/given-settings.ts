import { readFileSync } from 'node:fs';
import * as z from 'zod';

const local = z.object({ Values: z.record(z.string(), z.string()) }).transform(({ Values }) => Values);
const azure = z
  .array(z.object({ name: z.string(), value: z.string().nullable() }))
  .transform((all) => Object.fromEntries(all.map(({ name, value }) => [name, value ?? ''])));
const plain = z.record(z.string(), z.string());

/**
 * App settings from a file: `local.settings.json`, what `az functionapp config appsettings list` prints, or an object of
 * names and texts. Without a file, this process's environment.
 */
export const givenSettings = (
  file: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string | undefined>> => {
  if (file === undefined) return environment;
  const parsed = z.union([local, azure, plain]).safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (parsed.success) return parsed.data;
  throw new Error(`${file} holds no app settings: neither local.settings.json nor a list of name and value.`);
};
