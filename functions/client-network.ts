import { isIPv4, isIPv6 } from 'node:net';
import type { HttpRequest } from '@azure/functions';

const V6_GROUPS = 8;
/** A /56 is what one customer of a network has: three and a half groups. */
const V6_KEPT = 3;

/**
 * Where a request comes from, as a network: /24 of IPv4, /56 of IPv6. The front end of the platform adds the address that
 * it saw to the end of X-Forwarded-For; whatever stands before that is what the caller claims, and is not looked at.
 */
export const networkOf = ({ headers }: Pick<HttpRequest, 'headers'>): string => {
  const seen = (headers.get('x-forwarded-for') ?? '').split(',').at(-1)?.trim() ?? '';
  return ofAddress(withoutPort(seen));
};

const withoutPort = (seen: string): string =>
  /^\[([^\]]+)\](?::\d+)?$/.exec(seen)?.[1] ?? /^([\d.]+):\d+$/.exec(seen)?.[1] ?? seen;

const ofAddress = (address: string): string => {
  const mapped = /^::ffff:([\d.]+)$/i.exec(address)?.[1] ?? address;
  if (isIPv4(mapped)) return `${mapped.split('.').slice(0, 3).join('.')}.0/24`;
  return isIPv6(mapped) ? ofV6(mapped) : 'unknown';
};

const ofV6 = (address: string): string => {
  const [head = '', tail] = (address.split('%')[0] ?? '').split('::');
  const groups = (part: string) => (part === '' ? [] : part.split(':'));
  const [before, after] = [groups(head), groups(tail ?? '')];
  const zeros = Array.from({ length: Math.max(0, V6_GROUPS - before.length - after.length) }, () => '0');
  const all = [...before, ...zeros, ...after].map((group) => Number.parseInt(group, 16) || 0);
  const fourth = (all[V6_KEPT] ?? 0) & 0xff00;
  return `${[...all.slice(0, V6_KEPT), fourth].map((group) => group.toString(16)).join(':')}::/56`;
};
