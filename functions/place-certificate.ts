import { placeCertificate } from '../lib/use-cases/place-certificate.ts';
import type { RenewDeps } from '../lib/roles.ts';
import { onRenewalWork } from './renewal-work.ts';
import type { FunctionFile } from './runtime.ts';

/** Approved, and its owner makes the new one: ask for the public certificate, and add it beside the old one. */
export const placeCertificateFunction: FunctionFile<RenewDeps> = (runtime, deps) => {
  onRenewalWork(runtime, 'place-certificate', placeCertificate(deps));
};
