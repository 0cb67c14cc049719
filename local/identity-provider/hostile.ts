import type { Answer } from './provider.ts';

const entity = (inner: string): string =>
  `<EntityDescriptor entityID="x" xmlns="urn:oasis:names:tc:SAML:2.0:metadata">${inner}</EntityDescriptor>`;

/** Each entity is ten of the one before. */
const laughs = (): string => {
  const lines = Array.from({ length: 9 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`);
  return `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">${lines.join('')}]>${entity('&l9;')}`;
};

const DEPTH = 20_000;
const ATTRIBUTES = 30_000;

/** Documents that nobody means well with, by what is wrong with them; undefined: it is answered in another way. */
export const hostileXml = (answer: Answer): string | undefined => DOCUMENTS[answer]?.();

const DOCUMENTS: Partial<Record<Answer, () => string>> = {
  entities: laughs,
  'external-entity': () =>
    `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>${entity('&f;')}`,
  deep: () => entity(`${'<a>'.repeat(DEPTH)}${'</a>'.repeat(DEPTH)}`),
  attributes: () => entity(`<a ${Array.from({ length: ATTRIBUTES }, (_, n) => `a${n}="1"`).join(' ')}/>`),
  'not-well-formed': () => '<EntityDescriptor entityID="x"><IDPSSODescriptor></EntityDescriptor>',
  'no-metadata': () => '<html><body>It works!</body></html>',
  huge: () => entity(`<Extensions>${'x'.repeat(3 * 1024 * 1024)}</Extensions>`),
};

/** Where an answer leads that leads elsewhere. */
export const redirectOf = (answer: Answer, own: string): string | undefined => {
  if (answer === 'redirect-inside') return 'https://169.254.169.254/metadata/identity';
  if (answer === 'redirect-plain') return own.replace('https:', 'http:');
  return answer === 'redirect-around' ? own : undefined;
};
