import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import * as z from 'zod';

/** Where host.json lies: the package as it was deployed, or the checkout. */
const packageRoot = (from: string): string => {
  if (existsSync(join(from, 'host.json')) || dirname(from) === from) return from;
  return packageRoot(dirname(from));
};

/** The text of a file of the package, by its path there. */
export const packageFile = z.string().transform((path, context): string => {
  const root = packageRoot(import.meta.dirname);
  const file = join(root, path);
  if (relative(root, file).startsWith('..')) {
    context.addIssue('must be a file within the package');
    return z.NEVER;
  }
  try {
    return readFileSync(file, 'utf8');
  } catch {
    context.addIssue('is not there, or can not be read');
    return z.NEVER;
  }
});
