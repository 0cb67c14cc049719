// @ts-check
// The way of a recipient: sign in, check, reveal once, store, confirm. Nothing is spent before the press on "Reveal".
import { leaveFor, readPasted, showAddress, takeLink } from './mailed-link.js';
import { askFor, askForCode, askToSignIn, isShown, meet, refuse, show, stop, tryAgain } from './screen.js';
import { newNonce, proofOf, unlock } from './sealed.js';
import { act, signOut, whoIsHere } from './service.js';
import { forgetSecret, hasSecret, SECRET_DEEDS, showSecret } from './shown-secret.js';
import { at, counted, fill, greet, language, moment, say, tell, words } from './words.js';

let { linkId, key, language: chosen, refused } = takeLink();
const idem = newNonce();
let proof = '';
let application = '';
let endsAt = 0;
let told = Infinity;
let isBusy = false;
let byCode = false;
let mustConfirm = false;

/** One press, one request, however often the button is hit. @param {string} telling @param {() => Promise<unknown>} deed */
const once = async (telling, deed) => {
  if (isBusy) return;
  isBusy = true;
  document.body.setAttribute('aria-busy', 'true');
  // What comes at once needs no telling.
  const slow = setTimeout(() => tell(telling), 400);
  try {
    await deed();
  } finally {
    clearTimeout(slow);
    document.body.removeAttribute('aria-busy');
    isBusy = false;
  }
};

const start = () =>
  once('looking', async () => {
    if (crypto.subtle === undefined) return stop('unsupported');
    if (linkId === undefined) return askForCode(true);
    const session = await whoIsHere();
    if (session.status !== 200) return refuse(session, start);
    at('by-mail').hidden = session.answer.codes !== true;
    if (session.answer.signedIn !== true) return askToSignIn(refused);
    meet(session.answer);
    byCode = session.answer.byCode === true;
    if (key === undefined) return askForCode(false);
    await openLink(linkId, key);
  });

/** @param {string} id @param {string} k */
const openLink = async (id, k) => {
  proof = await proofOf(id, k);
  const opened = await act(id, 'open', { proof });
  if (opened.status !== 200) return refuse(opened, start);
  const { answer } = opened;
  if (answer.takes) return leaveFor({ linkId, key }, language(), '/hand-in');
  application = String(answer.application);
  mustConfirm = answer.reauthenticate === true;
  // The server's clock decides; the one here may be wrong by hours.
  endsAt = Date.now() + Date.parse(answer.notAfter) - Date.parse(answer.serverNow);
  told = Infinity;
  for (const fact of ['application', 'credential', 'environment', 'ticket']) fill(fact, answer[fact]);
  say('kind', () => words(`kind.${answer.kind}`) || String(answer.kind));
  at('end').setAttribute('datetime', String(answer.notAfter));
  say('end', () => moment(answer.notAfter));
  meet(undefined, answer.team);
  at('wrong').hidden = false;
  show('ready');
  countDown();
};

const left = () => {
  const minutes = Math.ceil((endsAt - Date.now()) / 60_000);
  return minutes === 1 ? words('left.last') : counted(minutes, 'minute');
};

let isCounting = true;
const countDown = () => {
  if (!isShown('ready')) return;
  // Once the secret was asked for, only the service knows whether it may still be had.
  if (endsAt <= Date.now())
    return isBusy ? undefined : stop('expired', { at: () => moment(new Date(endsAt)) });
  say('left', () => (isCounting ? left() : '–'));
  say('left-b', () => words(isCounting ? 'left.hide' : 'left.show'));
  // Read aloud at two moments, not every minute.
  const limit = [2, 10].find((each) => endsAt - Date.now() <= each * 60_000) ?? Infinity;
  if (limit < told) tell('left.soon', { left });
  told = Math.min(told, limit);
};

const reveal = () =>
  once('unlocking', async () => {
    if (linkId === undefined || key === undefined) return;
    if (mustConfirm) return byCode ? askToSignIn('over') : show('again');
    const revealed = await act(linkId, 'reveal', { proof, idem });
    // Nobody knows whether the claim was made before something broke. The same nonce may ask again.
    if (revealed.status === 0 || revealed.status >= 500) return stop('lost', {}, reveal);
    if (revealed.status !== 200) return refuse(revealed, reveal);
    try {
      showSecret(await unlock(linkId, key, revealed.answer), application);
    } catch {
      stop('unreadable');
    }
  });

/** The person says that it is stored. The page forgets it whatever the service answers, unless it does not answer. */
const stored = () =>
  once('sending', async () => {
    const noted = await act(linkId ?? '', 'acknowledge', { proof, idem });
    if (noted.status === 0 || noted.status >= 500) return tell('stored.no');
    forget();
    const at = new Date();
    stop(noted.status === 200 ? 'done' : 'gone', { at: () => moment(noted.answer.at ?? at) });
  });

const forget = () => {
  forgetSecret();
  key = undefined;
};

/** After these nobody can use the link any more; the others leave it as it is. */
const ENDING_REPORTS = ['exposed', 'lost', 'not-me'];

/** @param {string} kind */
const report = (kind) =>
  once('sending', async () => {
    const reported = await act(linkId ?? '', 'report', { kind });
    const isHeard = reported.status === 200;
    // A secret that is not stored yet is not put out of reach by what went wrong here.
    if (!isHeard && hasSecret())
      return findFault('report', reported.status === 401 ? 'report.over' : 'report.down');
    if (!isHeard) return refuse(reported, () => void report(kind));
    meet(undefined, reported.answer.team);
    const ends = ENDING_REPORTS.includes(kind);
    if (ends) forget();
    at('wrong').hidden = ends;
    stop(ends ? 'thanks' : 'noted', { what: () => words(`thanks.${kind}`) });
  });

/** @param {string} id @param {string} problem the key of its words, or nothing */
const findFault = (id, problem) => {
  say(`${id}-problem`, () => words(problem));
  const field = /** @type {HTMLInputElement} */ (document.querySelector(`#${id}-form input`));
  field.setAttribute('aria-invalid', String(problem !== ''));
  if (problem !== '') field.focus();
};

const takeCode = () => {
  if (isShown('ask', 'mail')) return void takeMailed();
  const field = /** @type {HTMLInputElement} */ (at('code'));
  const pasted = readPasted(field.value);
  const whole = pasted.linkId ?? linkId;
  findFault('ask', pasted.key === undefined ? 'ask.code' : whole === undefined ? 'ask.link' : '');
  if (pasted.key === undefined || whole === undefined) return;
  ({ key } = pasted);
  linkId = whole;
  field.value = '';
  showAddress(linkId);
  void start();
};

/** For those who have no account: a code by mail, good in this browser alone. */
const wishCode = () =>
  once('sending', async () => {
    if (linkId === undefined || key === undefined) return askForCode(linkId === undefined);
    proof = await proofOf(linkId, key);
    const asked = await act(linkId, 'code', { proof });
    if (asked.status !== 200) return refuse(asked, wishCode);
    askFor('mail');
  });

/** @param {string} code */
const confirmCode = async (code) => {
  const confirmed = await act(linkId ?? '', 'confirm', { proof, code });
  if (confirmed.status === 200) return true;
  if (confirmed.status === 403 || confirmed.status === 400) findFault('ask', 'mail.no');
  else refuse(confirmed, wishCode);
};

const takeMailed = async () => {
  const field = /** @type {HTMLInputElement} */ (at('code'));
  let isRight;
  await once('sending', async () => {
    isRight = await confirmCode(field.value.replace(/[\s-]/g, '').toUpperCase());
  });
  if (isRight !== true) return;
  field.value = '';
  findFault('ask', '');
  void start();
};

const takeReport = () => {
  const chosen = /** @type {HTMLInputElement | null} */ (
    document.querySelector('#report-form input:checked')
  );
  findFault('report', chosen === null ? 'report.none' : '');
  if (chosen !== null) void report(chosen.value);
};

const leave = (/** @type {boolean} */ fresh) => {
  if (linkId !== undefined)
    leaveFor({ linkId, key }, language(), `/auth/sign-in?return=/r/${linkId}${fresh ? '&fresh=1' : ''}`);
};

const leaveSession = () =>
  once('sending', async () => {
    if (hasSecret() && !confirm(words('leave'))) return;
    forget();
    const left = await signOut();
    if (left.status === 200) askToSignIn();
    else refuse(left, leaveSession);
  });

/** What was shown before the form for reports. */
let before = { part: 'ready', as: 'ready' };
/** @type {Record<string, (button: HTMLElement) => unknown>} */
const DEEDS = {
  ...SECRET_DEEDS,
  // The account that was refused would only be taken again.
  signIn: () => leave(refused === 'refused'),
  signInAgain: () => leave(true),
  mailCode: wishCode,
  other: async () => {
    await signOut();
    leave(true);
  },
  signOut: leaveSession,
  countdown: () => {
    isCounting = !isCounting;
    countDown();
  },
  reveal,
  stored,
  retry: () => tryAgain(),
  ask: () => askForCode(linkId === undefined),
  notMe: () => report('not-me'),
  anew: () => report('lost'),
  wrong: () => {
    const left = show('report');
    if (left.as !== 'noted') before = left;
  },
  back: () => show(before.part, before.as),
};

for (const button of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-does]')))
  button.addEventListener('click', () => void DEEDS[button.dataset['does'] ?? '']?.(button));
for (const [id, take] of /** @type {const} */ ([
  ['ask-form', takeCode],
  ['report-form', takeReport],
]))
  at(id).addEventListener('submit', (event) => {
    event.preventDefault();
    take();
  });
addEventListener('beforeunload', (event) => {
  if (hasSecret()) event.preventDefault();
});
// A mistake of ours is no dead end, either. It stands in the console all the same.
addEventListener('unhandledrejection', () => {
  if (!hasSecret()) stop('stale');
});
addEventListener('pagehide', forget);
// Brought back from the browser's memory, the page begins anew: what it showed is gone.
addEventListener('pageshow', (event) => {
  if (event.persisted) location.reload();
});
// The link of the mail, followed in a tab that shows this page already.
addEventListener('hashchange', () => {
  const followed = takeLink();
  if (hasSecret() || followed.key === undefined) return;
  ({ linkId, key, refused } = followed);
  void start();
});
setInterval(countDown, 5_000);
// Without words there is nothing to show; what the document says then is true.
if (await greet(chosen)) void start();
