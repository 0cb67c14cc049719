import { describe, expect, test } from '@jest/globals';
import { itemPlaceOf } from '../../lib/domain/item-place.ts';
import {
  type CurrentVersion,
  nextAct,
  valueLength,
  type VaultView,
  type VersionRequest,
  withTold,
} from '../../lib/domain/next-version.ts';
import { isVersionedHere } from '../../lib/domain/renewed-here.ts';
import { days, hours, instantOfMs, minus, plus } from '../../lib/domain/time.ts';
import { NOW } from '../support/builders.ts';

const OLD = { keyId: 'old', expiresAt: plus(NOW, days(5)) };
const ONE_MS = 1;
const old: CurrentVersion = { ...OLD, enabled: true };
const other = (said: Partial<CurrentVersion> = {}): CurrentVersion => ({
  keyId: 'new',
  expiresAt: plus(NOW, days(365)),
  enabled: true,
  ...said,
});
const request = (said: Partial<VersionRequest> = {}): VersionRequest => ({
  id: 'ours',
  status: 'in-progress',
  said: undefined,
  csr: 'Y3Ny',
  ...said,
});
const certificate = (said: Partial<Extract<VaultView, { kind: 'certificate' }>> = {}): VaultView => ({
  kind: 'certificate',
  current: old,
  hasIssuer: true,
  request: undefined,
  ...said,
});
const key = (said: Partial<Extract<VaultView, { kind: 'key' }>> = {}): VaultView => ({
  kind: 'key',
  current: old,
  rotatesAt: undefined,
  ...said,
});
const secret = (said: Partial<Extract<VaultView, { kind: 'secret' }>> = {}): VaultView => ({
  kind: 'secret',
  current: old,
  generate: undefined,
  depositOf: undefined,
  ...said,
});
const act = (view: VaultView, ours: string | undefined = 'ours') => nextAct(view, OLD, ours, NOW);

describe('another version than the old one', () => {
  test.each([certificate, key, secret])('is taken for the new one if it outlives that', (view) => {
    for (const by of [
      other(),
      other({ expiresAt: undefined }),
      other({ expiresAt: instantOfMs(OLD.expiresAt + ONE_MS) }),
    ])
      expect(act(view({ current: by }))).toEqual({ kind: 'there', by });
  });
  test.each([
    ['ends with it', other({ expiresAt: OLD.expiresAt })],
    ['ends before it', other({ expiresAt: plus(NOW, days(1)) })],
    ['is switched off', other({ enabled: false })],
    ['is switched off and has no end', other({ enabled: false, expiresAt: undefined })],
  ])('is for people if it %s', (_, current) => {
    expect(act(key({ current }))).toEqual({ kind: 'leave', why: 'OTHER_VERSION' });
  });
});

describe('a certificate', () => {
  test.each([
    ['nobody asked', undefined, { kind: 'ask' }],
    ['the issuer is at it', request(), { kind: 'await-issuer', requestId: 'ours' }],
    [
      'it was issued a moment ago',
      request({ status: 'completed' }),
      { kind: 'await-issuer', requestId: 'ours' },
    ],
    [
      'the issuer refused us',
      request({ status: 'failed', said: 'No.' }),
      { kind: 'failed', requestId: 'ours', said: 'No.' },
    ],
    ['people cancelled ours', request({ status: 'cancelled' }), { kind: 'leave', why: 'REQUEST_CANCELLED' }],
    ['an earlier request was fulfilled', request({ id: 'theirs', status: 'completed' }), { kind: 'ask' }],
    ['an earlier request failed', request({ id: 'theirs', status: 'failed' }), { kind: 'ask' }],
    ['an earlier request was cancelled', request({ id: 'theirs', status: 'cancelled' }), { kind: 'ask' }],
    ['someone else asked', request({ id: 'theirs' }), { kind: 'await-issuer', requestId: 'theirs' }],
  ] as const)('with an issuer, when %s', (_, last, expected) => {
    expect(act(certificate({ request: last }))).toEqual(expected);
  });
  test.each([
    ['nobody asked', undefined, { kind: 'ask' }],
    ['the request waits', request(), { kind: 'await-signature', requestId: 'ours', csr: 'Y3Ny' }],
    [
      'the request waits and is not shown',
      request({ csr: undefined }),
      { kind: 'await-issuer', requestId: 'ours' },
    ],
  ] as const)('without an issuer, when %s', (_, last, expected) => {
    expect(act(certificate({ hasIssuer: false, request: last }))).toEqual(expected);
  });
  test('asks anew when none of the requests is known to be ours', () => {
    const failed = certificate({ request: request({ status: 'failed' }) });
    expect(nextAct(failed, OLD, undefined, NOW)).toEqual({ kind: 'ask' });
  });
});

describe('a key', () => {
  const slack = hours(24);
  test.each([
    ['no policy', undefined, { kind: 'rotate' }],
    ['a date to come', plus(NOW, days(2)), { kind: 'await-rotation', at: plus(NOW, days(2)) }],
    ['a date just over', minus(NOW, hours(1)), { kind: 'await-rotation', at: minus(NOW, hours(1)) }],
    [
      'a date not quite a day ago',
      instantOfMs(NOW - slack + ONE_MS),
      { kind: 'await-rotation', at: instantOfMs(NOW - slack + ONE_MS) },
    ],
    ['a date a day ago', instantOfMs(NOW - slack), { kind: 'rotate' }],
    ['the date of its end', OLD.expiresAt, { kind: 'rotate' }],
    ['a date after its end', plus(NOW, days(6)), { kind: 'rotate' }],
  ] as const)('with %s', (_, rotatesAt, expected) => {
    expect(act(key({ rotatesAt }))).toEqual(expected);
  });
});

describe('a secret', () => {
  test.each([
    ['no tag', {}, { kind: 'leave', why: 'VALUE_UNKNOWN' }],
    ['a length', { generate: '40' }, { kind: 'set', length: 40 }],
    ['no length', { generate: 'long' }, { kind: 'leave', why: 'TAG_UNREADABLE' }],
    ['a client secret', { depositOf: 'rn-1', generate: '40' }, { kind: 'await-deposit' }],
  ] as const)('with %s', (_, said, expected) => {
    expect(act(secret(said))).toEqual(expected);
  });
  test.each([
    ['24', 24],
    [' 40 ', 40],
    ['0064', 64],
    ['1024', 1024],
    ['23', undefined],
    ['1025', undefined],
    ['10240', undefined],
    ['', undefined],
    ['-40', undefined],
    ['40 characters', undefined],
    ['a 40', undefined],
    ['4e1', undefined],
  ])('the tag "%s" means %s', (tag, length) => {
    expect(valueLength(tag)).toEqual(
      length === undefined ? { ok: false, failure: 'NO_LENGTH' } : { ok: true, value: length },
    );
  });
});

test('what was told is kept once, and the oldest of forty goes', () => {
  expect(withTold(['a', 'b'], 'a')).toEqual(['a', 'b']);
  expect(withTold(['a'], 'b')).toEqual(['a', 'b']);
  const many = Array.from({ length: 40 }, (_, index) => `${index}`);
  expect(withTold(many, 'new')).toEqual([...many.slice(1), 'new']);
});

test('an item is at a place in its vault, and whatever else there is is at none', () => {
  expect(itemPlaceOf('apps.vault.example/keys/ledger')).toEqual({
    host: 'apps.vault.example',
    collection: 'keys',
    name: 'ledger',
  });
  for (const id of ['', 'apps', '/keys/x', 'apps/keys/', 'apps/keys', 'apps/things/x', 'apps/keys/x/1'])
    expect(itemPlaceOf(id)).toBeUndefined();
});

test('new versions are made of what is in a vault that we may, and of nothing else', () => {
  const of = { source: 'key-vault', nativeId: 'apps.vault.example/keys/ledger' } as const;
  expect(isVersionedHere(of, ['other.vault.example', 'apps.vault.example'])).toBe(true);
  expect(isVersionedHere(of, ['other.vault.example'])).toBe(false);
  expect(isVersionedHere({ ...of, source: 'declared' }, ['apps.vault.example'])).toBe(false);
  expect(isVersionedHere({ ...of, nativeId: 'apps.vault.example' }, ['apps.vault.example'])).toBe(false);
});
