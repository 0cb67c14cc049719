import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import '../../local/function-host/localhost-lookup.ts';

/** Makes this process trust an authority, and find every name below localhost here; gives the way back. */
export const trusting = (caPem: string): (() => void) => {
  const trusted = getCACertificates('default');
  setDefaultCACertificates([...trusted, caPem]);
  return () => setDefaultCACertificates(trusted);
};
