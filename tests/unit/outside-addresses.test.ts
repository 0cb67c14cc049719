import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addressClass } from '../../lib/adapters/outside/addresses.ts';

describe('where documents of others may be fetched from', () => {
  test.each([
    ['20.190.160.1', 'public'],
    ['2603:1027:1:28::1', 'public'],
    ['10.1.2.3', 'private'],
    ['172.16.0.1', 'private'],
    ['172.32.0.1', 'public'],
    ['192.168.1.1', 'private'],
    ['100.64.0.1', 'private'],
    ['127.0.0.1', 'private'],
    ['::1', 'private'],
    ['fd00::1', 'private'],
    ['::ffff:10.0.0.1', 'private'],
    ['169.254.169.254', 'never'],
    ['168.63.129.16', 'never'],
    ['::ffff:169.254.169.254', 'never'],
    ['::ffff:a9fe:a9fe', 'never'],
    ['64:ff9b::a9fe:a9fe', 'never'],
    ['2002:a9fe:a9fe::1', 'never'],
    ['fe80::1', 'never'],
    ['0.0.0.0', 'never'],
    ['::', 'never'],
    ['224.0.0.1', 'never'],
    ['255.255.255.255', 'never'],
    ['not an address', 'never'],
  ])('%s is %s', (address, expected) => {
    expect(addressClass(address)).toBe(expected);
  });

  test('whatever is written into an IPv6 address, no IPv4 one that is not public comes out as public', () => {
    fc.assert(
      fc.property(fc.ipV4(), (v4) => {
        if (addressClass(v4) !== 'public') expect(addressClass(`::ffff:${v4}`)).not.toBe('public');
      }),
    );
  });
});
