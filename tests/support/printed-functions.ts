import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Role } from '../../lib/config.ts';
import type { Registered } from './recording-runtime.ts';

export type Printed = Omit<Registered, 'invoke'>;

const program = fileURLToPath(new URL('print-functions.ts', import.meta.url));
let printed: Readonly<Record<Role, readonly Printed[]>> | undefined;

/** What a role registers, in order; told by a program of its own, since the SDKs do not load within Jest. */
export const registeredOf = (role: Role): readonly Printed[] => {
  printed ??= JSON.parse(
    execFileSync(process.execPath, ['--disable-warning=ExperimentalWarning', program], { encoding: 'utf8' }),
  ) as Readonly<Record<Role, readonly Printed[]>>;
  return printed[role];
};
