// @ts-check
// The recipient's half of a one-hour link. The key in the link never leaves this page: what is sent is a proof made of
// it, and what comes back opens only with it.

const LINK_ID = '[A-Za-z0-9_-]{22}';
const KEY = '[A-Za-z0-9_-]{43}';

/** Mail gateways turn `#` into `%23`, or even `%2523`, and wrap a whole link into one of theirs. @param {string} text */
const readLink = (text) => {
  const plain = text.replace(/%(?:25)*23/g, '#').replace(/%(?:25)*2F/gi, '/');
  const match = new RegExp(`/r/(${LINK_ID})/?(?:#(${KEY}))?(?![A-Za-z0-9_-])`).exec(plain);
  return { linkId: match?.[1], key: match?.[2] };
};

/** Done before anything else: no history and no address bar keeps the key. */
const takeLink = () => {
  const taken = readLink(location.pathname + location.hash);
  history.replaceState(null, '', taken.linkId === undefined ? '/r/' : `/r/${taken.linkId}`);
  return taken;
};
let { linkId, key } = takeLink();

/** @param {string} id */
const at = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
/** @param {string} id @param {string} text */
const say = (id, text) => {
  if (at(id).textContent !== text) at(id).textContent = text;
};
/** @param {string} sentence */
const tell = (sentence) => say('status', sentence);
/** @param {string} id */
const show = (id) => {
  for (const section of document.querySelectorAll('section')) section.hidden = section.id !== id;
  const title = at(`${id}-title`);
  document.title = `${title.textContent} – one-hour link`;
  title.focus();
};

/** What the button "Try again" does. */
let retry = () => {};
/** @param {string} code @param {() => void} [again] */
const refuse = (code, again = () => {}) => {
  retry = again;
  tell('');
  // Any other refusal is one of an app that is newer than this page, or ill.
  show(/^[A-Z_]+$/.test(code) && document.getElementById(code) !== null ? code : 'UNAVAILABLE');
};

const utf8 = new TextEncoder();
/** @param {string} text */
const bytesOf = (text) =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0));
/** @param {Uint8Array} bytes */
const textOf = (bytes) =>
  btoa(String.fromCharCode(...bytes)).replace(/[+/=]/g, (char) => ({ '+': '-', '/': '_' })[char] ?? '');

/** @param {Uint8Array<ArrayBuffer>} from @param {string} salt @param {'proof' | 'encrypt' | 'key'} purpose */
const derive = async (from, salt, purpose) => {
  const base = await crypto.subtle.importKey('raw', from, 'HKDF', false, ['deriveBits']);
  const info = utf8.encode(`expiry-monitor/link/v1/${purpose}`);
  const parameters = { name: 'HKDF', hash: 'SHA-256', salt: utf8.encode(salt), info };
  return new Uint8Array(await crypto.subtle.deriveBits(parameters, base, 256));
};

/**
 * The answer, or the code of a refusal. Whatever is not the app's own JSON is a passing outage.
 * @param {string} verb @param {object} body @returns {Promise<{ answer: any } | { code: string }>}
 */
const post = async (verb, body) => {
  try {
    const answer = await fetch(`/api/links/${linkId}/${verb}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Expiry-Monitor': '1' },
      body: JSON.stringify(body),
      redirect: 'error',
      cache: 'no-store',
    });
    const json = await answer.json();
    return answer.ok ? { answer: json } : { code: String(json.code) };
  } catch {
    return { code: 'UNAVAILABLE' };
  }
};

/** Made once: with it this page, and no other, may ask again for an answer that was lost. */
const nonce = textOf(crypto.getRandomValues(new Uint8Array(16)));
let proof = '';
let endsAt = 0;
let told = Infinity;
/** @type {string | undefined} */
let secret;
let isHidden = true;
let isKept = false;
let isBusy = false;

const openLink = async () => {
  if (linkId === undefined || key === undefined) return show('ask');
  if (crypto.subtle === undefined) return refuse('UNSUPPORTED');
  tell('Looking for your link…');
  proof = textOf(await derive(bytesOf(key), linkId, 'proof'));
  const opened = await post('open', { proof });
  if ('code' in opened) return refuse(opened.code, openLink);
  const { applicationName, notAfter, now } = opened.answer;
  // The server's clock decides; the one here may be wrong by hours.
  endsAt = Date.now() + Date.parse(notAfter) - Date.parse(now);
  for (const id of ['application', 'secret-application']) say(id, String(applicationName));
  at('not-after').setAttribute('datetime', String(notAfter));
  say('not-after', inWords(new Date(notAfter)));
  tell('');
  show('ready');
  countDown();
};

/** @param {Date} instant */
const inWords = (instant) => {
  /** @param {Intl.DateTimeFormatOptions} options */
  const form = (options) => new Intl.DateTimeFormat('en-GB', options).format(instant);
  const here = form({
    day: 'numeric',
    month: 'long',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  });
  const there = form({ hour: '2-digit', minute: '2-digit', timeZone: 'UTC' });
  return here.endsWith('UTC') ? here : `${here} (${there} UTC)`;
};

const countDown = () => {
  // Once the secret was asked for, only the server knows whether it may still be had.
  if (at('ready').hidden || isBusy) return;
  const minutes = Math.ceil((endsAt - Date.now()) / 60_000);
  if (minutes <= 0) return refuse('LINK_EXPIRED');
  const words = minutes === 1 ? 'Less than a minute' : `${minutes} minutes`;
  say('left', words);
  // Read aloud at two moments, not every minute.
  const limit = [2, 10].find((each) => minutes <= each) ?? Infinity;
  if (limit < told) tell(`${words} left.`);
  told = Math.min(told, limit);
};

const reveal = async () => {
  if (isBusy || linkId === undefined || key === undefined) return;
  isBusy = true;
  at('reveal').setAttribute('aria-disabled', 'true');
  tell('Unlocking your secret…');
  try {
    const revealed = await post('reveal', { proof, nonce });
    if ('code' in revealed) return refuse(revealed.code === 'UNAVAILABLE' ? 'LOST' : revealed.code, reveal);
    secret = await unlock(revealed.answer, key, linkId);
    tell('');
    mask(true);
    show('secret');
  } catch {
    refuse('UNREADABLE');
  } finally {
    isBusy = false;
    at('reveal').removeAttribute('aria-disabled');
  }
};

/** @param {{ ciphertext: string, iv: string, share: string, boundTo: string }} sealed @param {string} k @param {string} id */
const unlock = async ({ ciphertext, iv, share, boundTo }, k, id) => {
  const ours = await derive(bytesOf(k), id, 'encrypt');
  const both = new Uint8Array([...ours, ...bytesOf(share)]);
  const dek = await crypto.subtle.importKey('raw', await derive(both, id, 'key'), 'AES-GCM', false, [
    'decrypt',
  ]);
  const parameters = { name: 'AES-GCM', iv: bytesOf(iv), additionalData: utf8.encode(boundTo) };
  return new TextDecoder().decode(await crypto.subtle.decrypt(parameters, dek, bytesOf(ciphertext)));
};

/** @param {boolean} hidden */
const mask = (hidden) => {
  isHidden = hidden;
  isKept ||= !hidden;
  say('value', hidden ? '•'.repeat(24) : (secret ?? ''));
  say('toggle', hidden ? 'Show' : 'Hide');
};

const copy = async () => {
  const value = secret ?? '';
  try {
    await navigator.clipboard.writeText(value);
    isKept = true;
    tell(`Copied: ${value.length} characters are on your clipboard.`);
  } catch {
    mask(false);
    getSelection()?.selectAllChildren(at('value'));
    tell('Copying is not allowed here. The secret is selected: press Ctrl+C, or Cmd+C on a Mac.');
  }
};

const forget = () => {
  secret = undefined;
  key = undefined;
  say('value', '');
};

/** @param {SubmitEvent} event */
const takeCode = (event) => {
  event.preventDefault();
  const field = /** @type {HTMLInputElement} */ (at('code'));
  // A mail program may have wrapped it; and some paste the whole link.
  const text = field.value.replace(/\s+/g, '');
  const pasted = readLink(text);
  const alone = new RegExp(`^${KEY}$`).exec(text)?.[0];
  const problem = (pasted.key ?? alone) === undefined ? 'a code has 43 letters, digits, - and _.' : '';
  const lost =
    linkId === undefined && pasted.linkId === undefined ? 'paste the whole link from the mail.' : '';
  say('code-problem', problem || lost);
  field.setAttribute('aria-invalid', String((problem || lost) !== ''));
  if (problem || lost) return field.focus();
  linkId = pasted.linkId ?? linkId;
  key = pasted.key ?? alone;
  field.value = '';
  void openLink();
};

/** @type {Record<string, () => unknown>} */
const DEEDS = {
  ask: () => show('ask'),
  retry: () => retry(),
  reveal,
  copy,
  toggle: () => mask(!isHidden),
  clear: () => {
    forget();
    tell('');
    show('CLEARED');
  },
};

for (const button of document.querySelectorAll('button[data-does]')) {
  button.addEventListener('click', () => DEEDS[button.getAttribute('data-does') ?? '']?.());
}
at('ask-form').addEventListener('submit', takeCode);
addEventListener('beforeunload', (event) => {
  if (secret !== undefined && !isKept) event.preventDefault();
});
addEventListener('pagehide', forget);
// The link of the mail, followed in a tab that shows this page already.
addEventListener('hashchange', () => {
  const taken = takeLink();
  if (key !== undefined || taken.key === undefined) return;
  ({ linkId, key } = taken);
  void openLink();
});
setInterval(countDown, 5_000);
void openLink();
