import type { HttpHandler, HttpRequest, HttpResponseInit } from '@azure/functions';
import type * as z from 'zod';
import { LINK_ID_PATTERN, type LinkId, readId } from '../lib/domain/ids.ts';
import type { Session } from '../lib/domain/session.ts';
import type { LinkDeps } from '../lib/roles.ts';
import { sessionKeyIn } from './cookies.ts';
import { answer, answering, refusal, signInFirst, wrong } from './link-answer.ts';

/**
 * Refuses what can't have come from our own page. A form or script of another site can send neither JSON nor our header
 * without the browser's asking us first, and we never answer that; the origin is compared with our own address, and not
 * with the host that the request itself names.
 */
export const notFromOurPage = (
  { linkBaseUrl }: Pick<LinkDeps, 'linkBaseUrl'>,
  { headers }: Pick<HttpRequest, 'headers'>,
): HttpResponseInit | undefined => {
  if (!/^application\/json\s*(;|$)/i.test(headers.get('content-type') ?? ''))
    return answer(415, { wrong: 'content-type' });
  if (headers.get('origin') !== linkBaseUrl.origin) return answer(403, { wrong: 'origin' });
  // Browsers that do not send it yet are held by the other three.
  if ((headers.get('sec-fetch-site') ?? 'same-origin') !== 'same-origin')
    return answer(403, { wrong: 'sec-fetch-site' });
  if (headers.get('x-expiry-monitor') !== '1') return answer(403, { wrong: 'x-expiry-monitor' });
  return undefined;
};

/** Whoever is signed in with this request. */
export const sessionOf = async (
  { sessions, clock }: Pick<LinkDeps, 'sessions' | 'clock'>,
  request: Pick<HttpRequest, 'headers'>,
): Promise<Session | undefined> => {
  const key = sessionKeyIn(request);
  return key === undefined ? undefined : sessions.find(key, clock.now());
};

/** The first field that is wrong, or the body as a whole. */
const fieldOf = ({ issues }: z.ZodError): string => {
  const path = issues[0]?.path.join('.') ?? '';
  return path === '' ? 'body' : path;
};

interface Asked<Body> {
  readonly session: Session;
  readonly id: LinkId;
  readonly body: Body;
}

/** A request of the link page about one link, by someone who is signed in, with a body that is as it should be. */
export const linkHandler = <Body>(
  deps: LinkDeps,
  schema: z.ZodType<Body>,
  handle: (asked: Asked<Body>) => Promise<HttpResponseInit>,
): HttpHandler =>
  answering(deps, async (request) => {
    const refused = notFromOurPage(deps, request);
    if (refused !== undefined) return refused;
    const session = await sessionOf(deps, request);
    if (session === undefined) return signInFirst();
    const body = schema.safeParse(await request.json().catch(() => undefined));
    if (!body.success) return wrong(fieldOf(body.error));
    const id = request.params['id'] ?? '';
    if (!LINK_ID_PATTERN.test(id)) return refusal(deps, { code: 'UNKNOWN' });
    // A session by a code from a mail is for one link; of all others it knows as little as a stranger.
    if (session.only !== undefined && session.only !== id) return refusal(deps, { code: 'UNKNOWN' });
    return handle({ session, id: readId<LinkId>(id), body: body.data });
  });

/** A request of the link page about one link, by someone who is not signed in yet. */
export const strangerHandler = <Body>(
  deps: LinkDeps,
  schema: z.ZodType<Body>,
  handle: (asked: {
    readonly id: LinkId;
    readonly body: Body;
    readonly request: HttpRequest;
  }) => Promise<HttpResponseInit>,
): HttpHandler =>
  answering(deps, async (request) => {
    const refused = notFromOurPage(deps, request);
    if (refused !== undefined) return refused;
    const body = schema.safeParse(await request.json().catch(() => undefined));
    if (!body.success) return wrong(fieldOf(body.error));
    const id = request.params['id'] ?? '';
    if (!LINK_ID_PATTERN.test(id)) return wrong('id');
    return handle({ id: readId<LinkId>(id), body: body.data, request });
  });
