// @ts-check
// One part of the page is shown at a time, with its heading in focus and in the title.
import { at, counted, fill, moment, say, tell, words } from './words.js';

/** @typedef {Record<string, string | (() => string)>} Values */

/** How far along the way each part is; what is not on the way has no step. @type {Record<string, number>} */
const STEP = { land: 1, mail: 1, ask: 2, ready: 2, again: 2, secret: 4, done: 6 };

let shown = { part: 'wait', as: 'wait' };
export const isShown = (/** @type {string} */ part, as = part) => shown.part === part && shown.as === as;

/** @param {number} now */
const markStep = (now) => {
  at('steps').hidden = now === 0;
  for (const [index, step] of [...at('steps').children].entries()) {
    step.className = index + 1 < now ? 'past' : '';
    if (index + 1 === now) step.setAttribute('aria-current', 'step');
    else step.removeAttribute('aria-current');
  }
};

/** Answers what was shown before. @param {string} part @param {string} [as] the ending that the part shows */
export const show = (part, as = part) => {
  const before = shown;
  shown = { part, as };
  at('wait').hidden = true;
  tell();
  markStep(STEP[as] ?? 0);
  for (const section of document.querySelectorAll('section')) section.hidden = section.id !== part;
  say('title', () => `${at(`${part}-h`).textContent} – ${words('link')}`);
  at(`${part}-h`).focus();
  return before;
};

/** What each ending offers to do next. @type {Record<string, readonly string[]>} */
const OFFERS = {
  unknown: ['other', 'ask'],
  code: ['ask'],
  used: ['notMe'],
  noted: ['back'],
  expired: ['anew'],
  frozen: ['anew'],
  busy: ['retry'],
  down: ['retry'],
  lost: ['retry'],
};

/** @param {string} deed */
const offer = (deed) => {
  const button = /** @type {HTMLElement} */ (at('stop').querySelector(`[data-does=${deed}]`));
  button.hidden = false;
};

export let tryAgain = () => {};

/**
 * The way ends here, for now or for good: what happened, and what to do next.
 * @param {string} ending @param {Values} [values] @param {() => void} [again]
 */
export const stop = (ending, values = {}, again = () => {}) => {
  tryAgain = again;
  for (const part of ['h', 'p', 'n', 'w']) say(`stop-${part}`, () => words(`${ending}.${part}`, values));
  at('stop').dataset['ending'] = ending;
  for (const button of at('stop').querySelectorAll('button')) button.hidden = true;
  for (const deed of OFFERS[ending] ?? []) offer(deed);
  show('stop', ending);
};

let name = '';

/**
 * Who is signed in, and who helps.
 * @param {{ name?: unknown, team?: unknown } | undefined} person
 * @param {any} [team]
 */
export const meet = (person, team = person?.team) => {
  if (person !== undefined) {
    name = String(person.name ?? '');
    say('in', () => (name === '' ? '' : words('in', { name })));
    at('out').hidden = name === '';
  }
  if (typeof team?.name !== 'string') return;
  fill('team', team.name);
  at('help').hidden = true;
  const address = String(team.address ?? '');
  const link = /** @type {HTMLAnchorElement} */ (at('address'));
  fill('address', address);
  link.hidden = address === '';
  // What the service calls an address is text until it is seen to be one.
  if (/^https:\/\/\S+$/.test(address)) link.href = address;
  else if (/^[^\s@:?&]+@[^\s@:?&]+$/.test(address)) link.href = `mailto:${address}`;
  else link.removeAttribute('href');
};

/** What the form asks for: the link's code, the whole link, or a code that was mailed. @param {'ask' | 'mail'} what @param {string} [why] */
export const askFor = (what, why = 'p') => {
  for (const part of ['h', 'l']) say(`ask-${part}`, () => words(`${what}.${part}`));
  say('ask-p', () => words(`${what}.${why}`));
  show('ask', what);
};
/** @param {boolean} whole whether the link's id is missing, too */
export const askForCode = (whole) => askFor('ask', whole ? 'w' : 'p');

/** @param {string} [why] nobody is signed in any more, or again */
export const askToSignIn = (why) => {
  meet({});
  at('wrong').hidden = true;
  say('land-why', () => (why === undefined ? '' : words(`land.${why}`) || words('land.over')));
  show('land');
};

/** The states of a link that is over, as its recipient is told of them. @type {Record<string, string>} */
const ENDINGS = {
  claimed: 'used',
  acknowledged: 'used',
  expired: 'expired',
  revoked: 'revoked',
  frozen: 'frozen',
  reported: 'reported',
};

/**
 * Whatever the service did not grant, in words that are true for it.
 * @param {{ status: number, answer: any }} refusal @param {() => void} again
 */
export const refuse = ({ status, answer }, again) => {
  meet(undefined, answer.team);
  at('wrong').hidden = status !== 410;
  if (status === 401) return answer.reason === 're-authenticate' ? show('again') : askToSignIn('over');
  if (status === 404) return stop('unknown', { name });
  if (answer.wrong === 'proof') return stop('code');
  if (status === 410) {
    const when = () => moment(answer.at);
    const by = answer.bySelf !== true ? 'else' : answer.state === 'acknowledged' ? 'stored' : 'me';
    const who = () => words(`used.${by}`, { at: when });
    stop(ENDINGS[answer.state] ?? 'revoked', { at: when, who });
    if (answer.next === 'ask-for-new') offer('anew');
    return;
  }
  if (status === 429) {
    const minutes = Math.ceil(Number(answer.retryAfterSeconds ?? 60) / 60);
    return stop('busy', { wait: () => counted(minutes, 'minute') }, again);
  }
  return stop(status >= 400 && status < 500 ? 'stale' : 'down', {}, again);
};
