import { SaxesParser, type SaxesTagNS } from 'saxes';
import { fail, ok, type Result } from '../../domain/result.ts';

/** An element that is open, by its name without a prefix. */
export interface OpenElement {
  readonly name: string;
  /** Attributes by their names without a prefix. */
  readonly attributes: ReadonlyMap<string, string>;
}

/** Told of a document from its beginning to its end; `path` holds the open elements, the outermost first. */
export interface Walker {
  open(path: readonly OpenElement[]): void;
  /** All text of the element that closes, if it was asked for. */
  close(path: readonly OpenElement[], text: string): void;
  /** Of which elements the text is kept. */
  keepsText(path: readonly OpenElement[]): boolean;
}

export const MOST_CHARACTERS = 1024 * 1024;
const DEEPEST = 40;
const MOST_ELEMENTS = 50_000;
const MOST_ATTRIBUTES = 50;
const LONGEST_VALUE = 64 * 1024;

class Refused extends Error {
  override readonly name = 'Refused';
}

/**
 * Walks a document of strangers, strictly: what is not well-formed XML with namespaces is refused, and so is any document
 * type, in which all the tricks with entities begin. Nothing is built of it, so what is large costs only its reading.
 */
export const walkXml = (xml: string, walker: Walker): Result<undefined, string> => {
  if (xml.length > MOST_CHARACTERS) return fail(`It is longer than ${MOST_CHARACTERS} characters.`);
  const path: OpenElement[] = [];
  let text = '';
  let elements = 0;
  let attributes = 0;
  const refuse = (why: string): never => {
    throw new Refused(why);
  };
  const add = (piece: string): void => {
    if (path.length === 0 || !walker.keepsText(path)) return;
    text += piece;
    if (text.length > LONGEST_VALUE) refuse(`A text in it is longer than ${LONGEST_VALUE} characters.`);
  };

  const parser = new SaxesParser({ xmlns: true, position: true });
  parser.on('doctype', () => refuse('It has a document type (DOCTYPE), which metadata never needs.'));
  parser.on('opentagstart', () => {
    attributes = 0;
    elements += 1;
    if (elements > MOST_ELEMENTS) refuse(`It has more than ${MOST_ELEMENTS} elements.`);
    if (path.length >= DEEPEST) refuse(`Its elements lie more than ${DEEPEST} deep.`);
  });
  parser.on('attribute', ({ value }) => {
    attributes += 1;
    if (attributes > MOST_ATTRIBUTES) refuse(`An element has more than ${MOST_ATTRIBUTES} attributes.`);
    if (value.length > LONGEST_VALUE) refuse(`An attribute is longer than ${LONGEST_VALUE} characters.`);
  });
  parser.on('opentag', (tag) => {
    path.push(elementOf(tag));
    text = '';
    walker.open(path);
  });
  parser.on('text', add);
  parser.on('cdata', add);
  parser.on('closetag', () => {
    walker.close(path, text);
    path.pop();
    text = '';
  });
  // The parser's own sentence may quote the document; where it stopped is enough.
  parser.on('error', () => refuse(`It is not well-formed XML (line ${parser.line}).`));
  try {
    parser.write(xml).close();
    return ok(undefined);
  } catch (error) {
    if (error instanceof Refused) return fail(error.message);
    throw error;
  }
};

const elementOf = ({ local, attributes }: SaxesTagNS): OpenElement => ({
  name: local,
  attributes: new Map(Object.values(attributes).map((one) => [one.local, one.value])),
});
