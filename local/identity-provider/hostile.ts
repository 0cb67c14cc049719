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
export const hostileXml = (answer: Answer): string | undefined => {
  switch (answer) {
    case 'entities':
      return laughs();
    case 'external-entity':
      return `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>${entity('&f;')}`;
    case 'deep':
      return entity(`${'<a>'.repeat(DEPTH)}${'</a>'.repeat(DEPTH)}`);
    case 'attributes':
      return entity(`<a ${Array.from({ length: ATTRIBUTES }, (_, n) => `a${n}="1"`).join(' ')}/>`);
    case 'not-well-formed':
      return '<EntityDescriptor entityID="x"><IDPSSODescriptor></EntityDescriptor>';
    case 'no-metadata':
      return '<html><body>It works!</body></html>';
    case 'huge':
      return entity(`<Extensions>${'x'.repeat(3 * 1024 * 1024)}</Extensions>`);
    default:
      return undefined;
  }
};

/** Where an answer leads that leads elsewhere. */
export const redirectOf = (answer: Answer, own: string): string | undefined => {
  switch (answer) {
    case 'redirect-inside':
      return 'https://169.254.169.254/metadata/identity';
    case 'redirect-plain':
      return own.replace('https:', 'http:');
    case 'redirect-around':
      return own;
    default:
      return undefined;
  }
};
