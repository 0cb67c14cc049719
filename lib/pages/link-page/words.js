// @ts-check
// Everything that the page says, in the language that its reader chose. Texts are data; nothing is ever HTML.

/** @typedef {Record<string, string>} Texts */

/** @param {string} id */
export const at = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

const buttons = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('#languages button'));

/** @type {Texts} */
let texts = {};
/** What was said with values in it, to be said again in another language. @type {Map<string, () => string>} */
const said = new Map();

/** @param {string} key @param {Record<string, string | (() => string)>} [values] */
export const words = (key, values = {}) =>
  (texts[key] ?? '').replace(/\{(\w+)\}/g, (_, name) => {
    const value = values[name] ?? '';
    return typeof value === 'string' ? value : value();
  });

/** @param {string} id @param {string} text */
const put = (id, text) => {
  if (at(id).textContent !== text) at(id).textContent = text;
};

/** What comes from the service stays as it is in every language. @param {string} id @param {unknown} value */
export const fill = (id, value) => put(id, typeof value === 'string' ? value : '');

/** @param {string} id @param {() => string} text */
export const say = (id, text) => {
  // The newest last, so that what is said of others is said after them.
  said.delete(id);
  said.set(id, text);
  put(id, text());
};

/** Read aloud, once. @param {string} [key] @param {Record<string, string | (() => string)>} [values] */
export const tell = (key, values) => say('status', () => (key === undefined ? '' : words(key, values)));

/** The page's language as the reader's country writes it. Some systems name languages that no formatter takes. */
const locale = () =>
  navigator.languages.find((tag) => /^[\w-]+$/.test(tag) && tag.split('-')[0] === language()) ?? language();

/** @param {Intl.DateTimeFormatOptions} options @param {Date} instant */
const dated = (options, instant) => new Intl.DateTimeFormat(locale(), options).format(instant);

/** Day and time here, with the name of the zone, and in UTC. @param {unknown} iso */
export const moment = (iso) => {
  const instant = new Date(String(iso));
  if (Number.isNaN(instant.getTime())) return '';
  /** @type {Intl.DateTimeFormatOptions} */
  const time = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };
  const here = dated({ day: 'numeric', month: 'long', ...time, timeZoneName: 'short' }, instant);
  return here.endsWith('UTC') ? here : `${here} (${dated({ ...time, timeZone: 'UTC' }, instant)} UTC)`;
};

/** "9 minutes" as the language counts. @param {number} amount @param {'minute' | 'second'} unit */
export const counted = (amount, unit) =>
  new Intl.NumberFormat(locale(), { style: 'unit', unit, unitDisplay: 'long' }).format(amount);

export const language = () => document.documentElement.lang;

/** Says everything anew. A language that cannot be had leaves the page in the one that it speaks. @param {string} tag */
export const speak = async (tag) => {
  const button = [...buttons].find(({ lang }) => lang === tag);
  const { src = '', integrity = '' } = button?.dataset ?? {};
  try {
    texts = await (await fetch(src, { integrity })).json();
  } catch {
    return false;
  }
  document.documentElement.lang = tag;
  document.documentElement.dir = words('direction');
  for (const element of document.querySelectorAll('[data-t]'))
    element.textContent = words(element.getAttribute('data-t') ?? '');
  for (const [id, text] of said) put(id, text());
  for (const each of buttons) each.setAttribute('aria-current', String(each === button));
  return true;
};

/** Speaks the first of the reader's languages that it can; false if it can say nothing at all. @param {string | undefined} chosen */
export const greet = async (chosen) => {
  for (const button of buttons) button.addEventListener('click', () => void speak(button.lang));
  const spoken = [...buttons].map(({ lang }) => lang);
  const wished = [chosen, ...navigator.languages, 'en'].map((tag) => tag?.split('-')[0] ?? '');
  at('languages').hidden = false;
  return (await speak(wished.find((tag) => spoken.includes(tag)) ?? 'en')) || speak('en');
};
