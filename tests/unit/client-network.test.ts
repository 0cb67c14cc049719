import { describe, expect, test } from '@jest/globals';
import { networkOf } from '../../functions/client-network.ts';

const of = (header: string | undefined): string =>
  networkOf({ headers: new Headers(header === undefined ? {} : { 'x-forwarded-for': header }) });

describe('the network that a request comes from', () => {
  test.each([
    ['203.0.113.7', '203.0.113.0/24'],
    ['203.0.113.7:50123', '203.0.113.0/24'],
    ['198.51.100.1, 203.0.113.7:50123', '203.0.113.0/24'],
    ['198.51.100.1,203.0.113.7', '203.0.113.0/24'],
    ['::ffff:203.0.113.7', '203.0.113.0/24'],
    ['2001:db8:1:2ab:3:4:5:6', '2001:db8:1:200::/56'],
    ['[2001:db8:1:2ab::1]:443', '2001:db8:1:200::/56'],
    ['2001:db8::1', '2001:db8:0:0::/56'],
    ['::1', '0:0:0:0::/56'],
    ['fe80::1%eth0', 'fe80:0:0:0::/56'],
    ['someone', 'unknown'],
    ['203.0.113.7:50123, someone', 'unknown'],
    ['', 'unknown'],
    [undefined, 'unknown'],
  ])('of %s is %s', (header, network) => {
    expect(of(header)).toBe(network);
  });

  test('is one for all who share it, and another for the next', () => {
    expect(of('2001:db8:1:2ff::9')).toBe(of('2001:db8:1:200::1'));
    expect(of('2001:db8:1:300::1')).not.toBe(of('2001:db8:1:2ff::1'));
    expect(of('203.0.114.1')).not.toBe(of('203.0.113.1'));
  });
});
