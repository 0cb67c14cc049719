import { badParameter } from './vault-error.ts';

/** As the service answers every list: one page and, until the end, where the next one is. */
export interface Page<T> {
  readonly value: readonly T[];
  readonly nextLink: string | null;
}

const MOST = 25;

interface Position {
  readonly after: string;
  /** The service sometimes answers a page with nothing on it although more follow; we do so once in every long list. */
  readonly gap: boolean;
}

/**
 * The page of `items` that `url` asks for. A position is the last name that was given out, so that items that come and
 * go in between shift nothing.
 */
export const pageOf = <T>(
  items: readonly { readonly name: string; readonly item: T }[],
  url: URL,
): Page<T> => {
  const most = mostResults(url);
  const position = positionIn(url);
  if (position?.gap === true) return { value: [], nextLink: linkTo(url, { ...position, gap: false }) };

  const rest = [...items]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .filter(({ name }) => position === undefined || name > position.after);
  const value = rest.slice(0, most);
  const last = value.at(-1);
  const isLast = last === undefined || rest.length <= most;
  return {
    value: value.map(({ item }) => item),
    nextLink: isLast ? null : linkTo(url, { after: last.name, gap: position === undefined }),
  };
};

const mostResults = (url: URL): number => {
  const asked = url.searchParams.get('maxresults');
  if (asked === null) return MOST;
  const most = Number(asked);
  if (!Number.isInteger(most) || most < 1 || most > MOST) {
    throw badParameter(`The parameter maxresults must be between 1 and ${MOST}.`);
  }
  return most;
};

const positionIn = (url: URL): Position | undefined => {
  const token = url.searchParams.get('$skiptoken');
  if (token === null) return undefined;
  try {
    const { after, gap } = JSON.parse(Buffer.from(token, 'base64url').toString('utf8')) as Position;
    return { after, gap };
  } catch {
    throw badParameter('The parameter $skiptoken is not one that this service gave out.');
  }
};

const linkTo = (url: URL, position: Position): string => {
  const others = [...url.searchParams].filter(([name]) => name !== '$skiptoken');
  const token = Buffer.from(JSON.stringify(position)).toString('base64url');
  const query = [...others, ['$skiptoken', token]].map(
    ([name = '', value = '']) => `${name}=${encodeURIComponent(value)}`,
  );
  return `${url.origin}${url.pathname}?${query.join('&')}`;
};
