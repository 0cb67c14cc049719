// @ts-check
// What is left of a link when it has come through the mail.

const LINK_ID = '[A-Za-z0-9_-]{22}';
const KEY = '[A-Za-z0-9_-]{43}';

/**
 * Mail gateways turn `#` into `%23`, or even `%2523`, and wrap a whole link into one of theirs.
 * @param {string} text
 */
export const readLink = (text) => {
  const plain = text.replace(/%(?:25)*23/g, '#').replace(/%(?:25)*2F/gi, '/');
  const match = new RegExp(`/r/(${LINK_ID})/?(?:#(${KEY}))?(?![A-Za-z0-9_-])`).exec(plain);
  return { linkId: match?.[1], key: match?.[2] };
};

/**
 * The link that a person pasted: whole, or its code alone, and perhaps wrapped into lines.
 * @param {string} pasted
 */
export const readPasted = (pasted) => {
  const text = pasted.replace(/\s+/g, '');
  const { linkId, key } = readLink(text);
  return { linkId, key: key ?? new RegExp(`^${KEY}$`).exec(text)?.[0] };
};

const KEPT = 'expiry-monitor';

/** Where the page is reached again without its key. @param {string | undefined} linkId */
export const showAddress = (linkId) => history.replaceState(null, '', `/r/${linkId ?? ''}`);

/** Done before anything else: no history and no address bar keeps the key. What was kept for a sign-in is taken back. */
export const takeLink = () => {
  const followed = readLink(location.pathname + location.hash);
  const [navigation] = /** @type {PerformanceNavigationTiming[]} */ (
    performance.getEntriesByType('navigation')
  );
  /** Why a sign-in came back without anyone: the service says it, or had no time to. */
  const refused =
    new URLSearchParams(location.search).get('sign-in') ??
    { 429: 'busy', 503: 'unavailable' }[Number(navigation?.responseStatus)];
  showAddress(followed.linkId);
  const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? '{}');
  sessionStorage.removeItem(KEPT);
  const linkId = followed.linkId ?? kept.linkId;
  showAddress(linkId);
  const key = followed.key ?? (kept.linkId === linkId ? kept.key : undefined);
  return { linkId, key, language: kept.language, refused };
};

/**
 * Goes to the sign-in, or to another page of ours. For this one way the tab keeps the key: a share of no use without the person.
 * @param {{ linkId: string | undefined, key: string | undefined }} link @param {string} language @param {string} where
 */
export const leaveFor = (link, language, where) => {
  sessionStorage.setItem(KEPT, JSON.stringify({ ...link, language }));
  location.replace(where);
};
