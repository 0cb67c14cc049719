// @ts-check
// The secret on the page: hidden until asked for, hidden again by itself, and gone with the page.
import { show } from './screen.js';
import { at, fill, say, tell, words } from './words.js';

const MASK_AFTER_MS = 60_000;

let secret = '';
let isHidden = true;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let masking;

/** @param {boolean} hidden */
const mask = (hidden) => {
  isHidden = hidden;
  clearTimeout(masking);
  // As many dots for every secret: its length is told below in any case, and wide ones shall not give its shape away.
  fill('value', hidden ? '•'.repeat(24) : secret);
  say('toggle', () => words(hidden ? 'show' : 'hide'));
  if (!hidden) masking = setTimeout(maskAgain, MASK_AFTER_MS);
};

const maskAgain = () => {
  if (/** @type {HTMLInputElement} */ (at('keep')).checked) return;
  mask(true);
  tell('masked.again');
};

/** As a person counts: a sign of two halves is one. */
const characters = () => String([...secret].length);

/** @param {string} value @param {string} application */
export const showSecret = (value, application) => {
  secret = value;
  mask(true);
  fill('secret-for', application);
  fill('count', characters());
  show('secret');
};

export const hasSecret = () => secret !== '';

/** From the page's memory, too; what the browser itself still holds, no page can reach. */
export const forgetSecret = () => {
  secret = '';
  clearTimeout(masking);
  fill('value', '');
};

/** The result is told after it is known, and what is told is what happened. */
const copy = async () => {
  tell();
  try {
    await navigator.clipboard.writeText(secret);
    at('empty').hidden = false;
    tell('copied', { count: characters() });
  } catch {
    mask(false);
    getSelection()?.selectAllChildren(at('value'));
    tell('copy.no');
  }
};

const empty = async () => {
  tell();
  try {
    await navigator.clipboard.writeText('');
    tell('emptied');
  } catch {
    tell('emptied.no');
  }
};

/** @param {HTMLElement} button */
const copyCommand = async (button) => {
  tell();
  const command = button.parentElement?.querySelector('code');
  try {
    await navigator.clipboard.writeText(command?.textContent ?? '');
    tell('store.copied');
  } catch {
    if (command) getSelection()?.selectAllChildren(command);
    tell('copy.no');
  }
};

at('keep').addEventListener('change', () => mask(isHidden));

const toggle = () => {
  tell();
  mask(!isHidden);
};

/** @type {Record<string, (button: HTMLElement) => unknown>} */
export const SECRET_DEEDS = { copy, empty, copyCommand, toggle };
