import { describe, expect, test } from '@jest/globals';
import { fits, type Selector, selects } from '../../lib/domain/selector.ts';
import { aCredential, aSubject } from '../support/builders.ts';

describe('a pattern', () => {
  test.each([
    ['payroll', 'payroll', true],
    ['payroll', 'Payroll', true],
    ['PAYROLL', 'payroll', true],
    ['payroll', 'payroll-sync', false],
    ['payroll*', 'payroll', true],
    ['payroll*', 'payroll-sync', true],
    ['payroll*', 'my payroll', false],
    ['*sync', 'payroll-sync', true],
    ['*sync', 'sync-payroll', false],
    ['pay*sync', 'payroll-sync', true],
    ['pay*sync', 'paysync', true],
    ['aba*aba', 'aba', false],
    ['aba*aba', 'ababa', false],
    ['aba*aba', 'abaaba', true],
    ['a*b*c', 'a-b-c', true],
    ['a*b*c', 'a-c-b', false],
    ['a*bb*b', 'abb', false],
    ['a*bb*b', 'abbb', true],
    ['*b*b*', 'ab', false],
    ['*b*b*', 'abab', true],
    ['*', '', true],
    ['*', 'anything', true],
    ['', '', true],
    ['', 'anything', false],
    ['a.c', 'abc', false],
    ['env:(prod)', 'env:(prod)', true],
    ['給与*', '給与 2026', true],
  ])('%j beside %j: %s', (pattern, text, expected) => {
    expect(fits(pattern, text)).toBe(expected);
  });

  test('made to be slow is not', () => {
    expect(fits(`${'a*'.repeat(90)}b`, 'a'.repeat(20_000))).toBe(false);
  });
});

describe('a selector', () => {
  const subject = aSubject({ labels: ['env:prod', 'team-hr'] });
  const appId = subject.appId!;

  test.each<readonly [string, Selector, boolean]>([
    ['nothing, so everything', {}, true],
    ['its kind', { kinds: ['client-certificate', 'client-secret'] }, true],
    ['another kind', { kinds: ['client-certificate'] }, false],
    ['its environment', { environments: ['LIVE'] }, true],
    ['another environment', { environments: ['NLE'] }, false],
    ['its source', { sources: ['entra-applications'] }, true],
    ['another source', { sources: ['key-vault'] }, false],
    ['one of its labels', { labels: ['other', 'ENV:*'] }, true],
    ['other labels', { labels: ['env:test'] }, false],
    ['no label', { labels: [] }, false],
    ['its severity', { severities: ['critical'] }, true],
    ['another severity', { severities: ['low', 'medium', 'high'] }, false],
    ['its name', { names: ['billing', '*-sync'] }, true],
    ['another name', { names: ['billing'] }, false],
    ['its application', { applicationIds: [appId] }, true],
    ['another application', { applicationIds: ['0b7e0d52-6f0c-4f7a-8a1e-3c1d8a0e55f0'] }, false],
    ['its kind and another environment', { kinds: ['client-secret'], environments: ['NLE'] }, false],
  ])('that names %s', (_what, selector, expected) => {
    expect(selects(selector, subject, aCredential())).toBe(expected);
  });

  test('that names an application knows it in capitals too, and fits nothing that is none', () => {
    const selector = { applicationIds: [appId] };
    expect(selects(selector, aSubject({ appId: appId.toUpperCase() }), aCredential())).toBe(true);
    expect(selects(selector, aSubject({ appId: undefined }), aCredential())).toBe(false);
  });
});
