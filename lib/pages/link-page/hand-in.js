// @ts-check
// The way of an owner who was asked for a certificate: check, choose the public certificate, send it. What is not for this
// page, from a sign-in that has ended to a link that is over, is said by the page of the link.
import { leaveFor, takeLink } from './mailed-link.js';
import { meet, show, stop, tryAgain } from './screen.js';
import { newNonce, proofOf, textOf } from './sealed.js';
import { act, signOut, whoIsHere } from './service.js';
import { at, counted, fill, greet, language, moment, say, tell, words } from './words.js';

const { linkId, key, language: chosen } = takeLink();
const idem = newNonce();
let proof = '';
let isBusy = false;

const LARGEST = 65_536;
const field = /** @type {HTMLInputElement} */ (at('file'));

/** One press, one request, however often the button is hit. @param {string} telling @param {() => Promise<unknown>} deed */
const once = async (telling, deed) => {
  if (isBusy) return;
  isBusy = true;
  document.body.setAttribute('aria-busy', 'true');
  const slow = setTimeout(() => tell(telling), 400);
  try {
    await deed();
  } finally {
    clearTimeout(slow);
    document.body.removeAttribute('aria-busy');
    isBusy = false;
  }
};

const back = () => leaveFor({ linkId, key }, language(), `/r/${linkId ?? ''}`);

/** @param {{ status: number, answer: any }} refusal @param {() => void} again */
const refused = ({ status, answer }, again) => {
  if (status !== 429 && status !== 0 && status < 500) return back();
  const minutes = Math.ceil(Number(answer.retryAfterSeconds ?? 60) / 60);
  stop(status === 429 ? 'busy' : 'down', { wait: () => counted(minutes, 'minute') }, again);
};

const start = () =>
  once('looking', async () => {
    if (linkId === undefined || key === undefined) return back();
    const session = await whoIsHere();
    if (session.status !== 200) return refused(session, start);
    if (session.answer.signedIn !== true) return back();
    meet(session.answer);
    proof = await proofOf(linkId, key);
    const opened = await act(linkId, 'open', { proof });
    if (opened.status !== 200) return refused(opened, start);
    const { answer } = opened;
    if (answer.takes === undefined) return back();
    for (const fact of ['application', 'credential', 'environment', 'ticket']) fill(fact, answer[fact]);
    at('end').setAttribute('datetime', String(answer.notAfter));
    say('end', () => moment(answer.notAfter));
    meet(undefined, answer.team);
    show('hand');
  });

/** Nothing is lost by a file that will not do: another one can be chosen. @param {readonly any[]} faults */
const findFault = (faults) => {
  say('file-problem', () =>
    faults
      .map(({ code, at: when, ...values }) => {
        const said = Object.entries(values).map(([name, value]) => [name, String(value)]);
        return words(`fault.${code}`, { ...Object.fromEntries(said), at: () => moment(when) });
      })
      .join(' '),
  );
  field.setAttribute('aria-invalid', String(faults.length > 0));
  if (faults.length > 0) field.focus();
};

/** What is plain to see here does not leave this machine: above all no private key. @param {File} file @param {Uint8Array} bytes */
const faultHere = (file, bytes) => {
  if (/\.(pfx|p12|key|jks)$/i.test(file.name)) return 'KEY_HERE';
  if (new TextDecoder('latin1').decode(bytes).includes('PRIVATE KEY')) return 'KEY_HERE';
  return bytes.length === 0 ? 'EMPTY' : undefined;
};

const send = () =>
  once('sending', async () => {
    const file = field.files?.[0];
    if (file === undefined) return findFault([{ code: 'NONE' }]);
    if (file.size > LARGEST) return findFault([{ code: 'TOO_LARGE' }]);
    const bytes = new Uint8Array(await file.arrayBuffer());
    const code = faultHere(file, bytes);
    if (code !== undefined) return findFault([{ code }]);
    findFault([]);
    const sent = await act(linkId ?? '', 'certificate', { proof, idem, file: textOf(bytes) });
    if (sent.status === 422) return findFault(sent.answer.faults ?? []);
    if (sent.status !== 200) return refused(sent, send);
    stop('handed', {
      thumbprint: String(sent.answer.thumbprint),
      at: () => moment(sent.answer.expiresAt),
    });
  });

/** @type {Record<string, () => unknown>} */
const DEEDS = {
  retry: () => tryAgain(),
  signOut: async () => {
    await signOut();
    back();
  },
};

for (const button of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-does]')))
  button.addEventListener('click', () => void DEEDS[button.dataset['does'] ?? '']?.());
at('hand-form').addEventListener('submit', (event) => {
  event.preventDefault();
  void send();
});
if (await greet(chosen)) void start();
