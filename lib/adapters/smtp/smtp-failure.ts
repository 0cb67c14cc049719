import * as z from 'zod';
import { providerWords } from '../../domain/provider-words.ts';
import { fail, type Result } from '../../domain/result.ts';
import type { MailFailure } from '../../ports/mailer.ts';

/** What the library throws: its own code, and what the server answered to which command, if it did. */
const smtpError = z.object({
  code: z
    .string()
    .regex(/^[A-Z0-9_]{1,40}$/)
    .optional()
    .catch(undefined),
  responseCode: z.int().optional().catch(undefined),
  command: z.string().optional().catch(undefined),
  response: z.string().optional().catch(undefined),
});

/**
 * What an error means for the mail: an answer of 4xx may be another one later, one of 5xx to the recipient or to the mail is
 * for good. One to the greeting, the sign-in or the sender is not about this mail, nor is a server that may not pass mail on
 * to this recipient for us: an operator mends it.
 *
 * Invariant: nothing of the mail gets out, neither as a cause nor quoted in the server's words.
 */
export const failureOf = (error: unknown): Result<never, MailFailure> => {
  const parsed = smtpError.safeParse(error);
  const { code = 'unknown', responseCode, command = '', response = '' } = parsed.success ? parsed.data : {};
  if (responseCode === undefined) {
    if (code === 'EENVELOPE')
      return fail({ code: 'REJECTED', detail: 'The mail server can not take this address' });
    return fail({ code: 'UNAVAILABLE', detail: `The mail server gave no answer (${code})` });
  }
  const stage = STAGES.find((known) => command.startsWith(known)) ?? 'the connection';
  const detail = `The mail server answered ${responseCode} to ${stage}: ${providerWords(response)}`;
  return fail({ code: isForGood(responseCode, stage, response) ? 'REJECTED' : 'UNAVAILABLE', detail });
};

const STAGES = ['AUTH', 'MAIL FROM', 'RCPT TO', 'DATA'] as const;
const ABOUT_THIS_MAIL: readonly string[] = ['RCPT TO', 'DATA'];

/** 503 says that commands came in a wrong order, which a new connection mends. */
const isForGood = (status: number, stage: string, response: string): boolean =>
  status >= 500 &&
  status < 600 &&
  status !== 503 &&
  ABOUT_THIS_MAIL.includes(stage) &&
  !(stage === 'RCPT TO' && NOT_ALLOWED.test(response));

/** The enhanced status of security and policy (RFC 3463): to a recipient, most often that relaying is denied. */
const NOT_ALLOWED = /^\d{3}[ -]5\.7\.\d/;
