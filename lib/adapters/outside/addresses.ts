import { BlockList, isIP } from 'node:net';

const ranges = (...subnets: readonly (readonly [string, number])[]): BlockList => {
  const list = new BlockList();
  for (const [net, prefix] of subnets) list.addSubnet(net, prefix, net.includes(':') ? 'ipv6' : 'ipv4');
  return list;
};

/** Where nothing of ours ever has to go: metadata services of machines, groups, nowhere. */
const NEVER = ranges(
  ['169.254.0.0', 16],
  // The host beneath a virtual machine of Azure; its address looks like a public one.
  ['168.63.129.16', 32],
  ['0.0.0.0', 8],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
  ['::', 128],
  ['fe80::', 10],
  ['ff00::', 8],
);

/** Networks of one's own, and what is kept for documents and measuring. */
const PRIVATE = ranges(
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['::1', 128],
  ['fc00::', 7],
  ['2001:db8::', 32],
);

/** An IPv6 address that leads to an IPv4 one which is written within it: mapped, NAT64, 6to4, Teredo, compatible. */
const EMBEDDING = ranges(
  ['::', 96],
  ['::ffff:0:0', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['2002::', 16],
  ['2001::', 32],
);

export type AddressClass = 'public' | 'private' | 'never';

/** What kind of address it is. An IPv6 one with an IPv4 one inside is gone to only in its plain mapped form. */
export const addressClass = (address: string): AddressClass => {
  const family = isIP(address);
  if (family === 0) return 'never';
  const kind = family === 4 ? 'ipv4' : 'ipv6';
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return addressClass(mapped);
  if (NEVER.check(address, kind)) return 'never';
  if (address !== '::1' && kind === 'ipv6' && EMBEDDING.check(address, kind)) return 'never';
  return PRIVATE.check(address, kind) ? 'private' : 'public';
};
