import { readFileSync } from 'node:fs';

/** A whole number from a flag; 0, which lets the system choose a port, when the flag is absent. */
export const numberOf = (flag: string, text: string | undefined): number => {
  const value = Number(text ?? 0);
  if (!Number.isInteger(value) || value < 0)
    throw new Error(`--${flag} needs a whole number, not "${text ?? ''}".`);
  return value;
};

/** The certificate and key of `--cert` and `--key`, if they were given. */
export const tlsOf = ({
  cert,
  key,
}: {
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
}): { readonly tls?: { readonly cert: string; readonly key: string } } => {
  if ((cert === undefined) !== (key === undefined)) throw new Error('--cert and --key come together.');
  if (cert === undefined || key === undefined) return {};
  return { tls: { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') } };
};

/** Set for the parts of a tenant that automated testing may not touch. */
export const TESTING = 'AUTOMATED_TESTING';

/** Whether faults may be injected and rights taken away: not where people may only test by hand. */
export const mayBeDisturbed = (): boolean => process.env[TESTING] !== 'refused';
export const NOT_HERE =
  'This tenant does not allow automated testing: no faults, and no rights are taken away.';

/** Ends this process in order when it is told to; with `withParent`, also when whoever started it is gone. */
export const endWhenTold = (stop: () => Promise<void>, withParent: boolean): void => {
  let ending: Promise<void> | undefined;
  const end = (): void => void (ending ??= stop().then(() => process.exit(0)));
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
  // The parent holds the other end of stdin, and the system closes it however the parent ends.
  if (withParent) process.stdin.once('end', end).once('close', end).once('error', end).resume();
};
