import type { Advice, PreferredKind } from '../domain/advice.ts';
import { plainName } from './plain-name.ts';
import { utcDay } from './utc-words.ts';

const preferredWords = (kind: PreferredKind): string => {
  switch (kind) {
    case 'certificate':
      return 'a certificate';
    case 'federated-credential':
      return 'a federated credential, which never expires';
    case 'saml-with-scim':
      return 'SAML sign-in with SCIM provisioning';
  }
};

/** What an owner is advised to have in place of a kind of credential: what, why, who is in the way, and until when it holds. */
export const adviceWords = (advice: Advice, kind: string): string =>
  [
    advice.prefer.length === 0
      ? `Stay with a ${kind} for now.`
      : `Better than another ${kind}: ${advice.prefer.map(preferredWords).join(', or ')}.`,
    sentence(plainName(advice.reason)),
    ...advice.heldBack.map(
      ({ kind: refused, by }) =>
        `${by.map(plainName).join(', ')} ${by.length === 1 ? 'does' : 'do'} not accept ${preferredWords(refused)}.`,
    ),
    ...(advice.dependentsKnown
      ? []
      : ['Nobody has said who depends on it: ask those who sign in with it first.']),
    ...(advice.toAsk.length === 0
      ? []
      : [`What ${advice.toAsk.map(plainName).join(', ')} would accept is not known: ask there first.`]),
    `Look at this again by ${utcDay(advice.reviewAt)}.`,
  ].join(' ');

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);
