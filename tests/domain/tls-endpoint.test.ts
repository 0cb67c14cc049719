import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { endpointId, parseEndpoint } from '../../lib/domain/tls-endpoint.ts';

describe('an endpoint as people write it', () => {
  test.each([
    ['www.example.com:443', { host: 'www.example.com', port: 443, serverName: undefined }],
    ['WWW.Example.com:8443', { host: 'www.example.com', port: 8443, serverName: undefined }],
    ['10.0.0.4:443,www.example.com', { host: '10.0.0.4', port: 443, serverName: 'www.example.com' }],
    ['[2001:db8::1]:443', { host: '[2001:db8::1]', port: 443, serverName: undefined }],
  ])('%s', (text, read) => {
    expect(parseEndpoint(text)).toEqual(read);
    expect(parseEndpoint(endpointId(parseEndpoint(text)!))).toEqual(read);
  });

  test.each([
    '',
    'www.example.com',
    'https://www.example.com:443',
    'www.example.com:0',
    'www.example.com:65536',
    'www.example.com:443,',
    'www.example.com:443/x',
    'user@www.example.com:443',
    'a b:443',
    'www.example.com:443\n',
  ])('is none where it is %j', (text) => {
    expect(parseEndpoint(text)).toBeUndefined();
  });

  test('comes back from its id, and is never a mix of two', () => {
    fc.assert(
      fc.property(
        fc.domain(),
        fc.integer({ min: 1, max: 65_535 }),
        fc.option(fc.domain(), { nil: undefined }),
        (host, port, serverName) => {
          const endpoint = { host: host.toLowerCase(), port, serverName: serverName?.toLowerCase() };
          expect(parseEndpoint(endpointId(endpoint))).toEqual(endpoint);
        },
      ),
    );
  });
});
