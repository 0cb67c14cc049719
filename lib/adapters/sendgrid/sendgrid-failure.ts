import { providerWords } from '../../domain/provider-words.ts';
import { fail, type Result } from '../../domain/result.ts';
import type { MailFailure } from '../../ports/mailer.ts';
import { answeredError, refusalBody, unansweredError } from './sendgrid-schema.ts';

/**
 * What an error of the SDK means for the mail.
 *
 * Invariant: nothing of the request gets out. The error carries the whole of it, the body with its one-hour link and the
 * key of the account, so it is neither passed on nor kept as a cause; only its code and the provider's own words are.
 */
export const failureOf = (error: unknown): Result<never, MailFailure> => {
  const answered = answeredError.safeParse(error);
  if (!answered.success) {
    const unanswered = unansweredError.safeParse(error);
    const reason = unanswered.success ? unanswered.data.code : 'unknown';
    return fail({ code: 'UNAVAILABLE', detail: `The mail provider gave no answer (${reason})` });
  }
  const { code: status, response } = answered.data;
  const detail = `The mail provider answered ${status}${meaningOf(status)}${wordsOf(response.body)}`;
  return fail({ code: isForGood(status) ? 'REJECTED' : 'UNAVAILABLE', detail });
};

/** A wrong key or an unverified sender is mended by an operator, and then this very mail is taken. */
const isForGood = (status: number): boolean =>
  status >= 400 && status < 500 && ![401, 403, 408, 429].includes(status);

const meaningOf = (status: number): string => {
  if (status === 401) return ', the API key is not accepted';
  if (status === 403) return ', the key lacks the right to send or the sender is not verified';
  return status === 429 ? ', too many requests' : '';
};

const wordsOf = (body: unknown): string => {
  const parsed = refusalBody.safeParse(body);
  if (!parsed.success) return '';
  const words = parsed.data.errors.map(({ message, field }) => {
    const place =
      field !== undefined && field !== null && /^[a-z0-9_.]{1,60}$/i.test(field) ? ` (${field})` : '';
    return providerWords(message) + place;
  });
  return `: ${words.join('; ').slice(0, 300)}`;
};
