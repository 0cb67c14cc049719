import { badRequest } from './graph-error.ts';

/** Where a page starts; `isGap` marks the page that is empty though more follow. */
interface Position {
  readonly at: number;
  readonly isGap?: boolean;
}

export interface PageRequest {
  readonly total: number;
  readonly size: number;
  readonly skipToken: string | undefined;
  /** An index at which pages break off, followed by an empty page that has a next link. */
  readonly gapAt?: number | undefined;
}

export interface Page {
  readonly from: number;
  readonly to: number;
  /** The token of the next page. */
  readonly next: string | undefined;
}

/** Which items a page holds. */
export const page = ({ total, size, skipToken, gapAt }: PageRequest): Page => {
  const { at, isGap } = skipToken === undefined ? { at: 0, isGap: false } : readToken(skipToken);
  if (isGap === true) return { from: at, to: at, next: writeToken({ at }) };
  const end = Math.min(at + size, total);
  if (gapAt !== undefined && at < gapAt && gapAt <= end && gapAt < total) {
    return { from: at, to: gapAt, next: writeToken({ at: gapAt, isGap: true }) };
  }
  return { from: at, to: end, next: end < total ? writeToken({ at: end }) : undefined };
};

/** The address of the next page: the same query with the new token, everything else as the caller wrote it. */
export const nextLink = (url: URL, token: string): string => {
  const options = [...url.searchParams.entries()]
    .filter(([name]) => name !== '$skiptoken')
    .concat([['$skiptoken', token]])
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return `${url.origin}${url.pathname}?${options.join('&')}`;
};

const HEAD = 'RFNwdAoAAQAA';

const writeToken = (position: Position): string =>
  HEAD + Buffer.from(JSON.stringify(position)).toString('base64url');

const readToken = (token: string): Position => {
  try {
    if (!token.startsWith(HEAD)) throw new SyntaxError('not a token of this server');
    return JSON.parse(Buffer.from(token.slice(HEAD.length), 'base64url').toString('utf8')) as Position;
  } catch {
    throw badRequest(
      'The specified page token value has expired and can no longer be included in your request.',
      'Directory_ExpiredPageToken',
    );
  }
};
