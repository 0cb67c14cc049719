import type { Question } from '../domain/adoption.ts';
import { type Digest, fingerprint } from '../domain/ids.ts';
import type { DeskRequest, DeskRequests } from '../ports/desk-requests.ts';
import type { Log } from '../ports/log.ts';

interface Deps {
  readonly deskRequests: DeskRequests;
  readonly digest: Digest;
  readonly log: Log;
}

/** Asks the people on a request what keeps it from being acted on; the same question about the same form once. */
export const askOnRequest =
  ({ deskRequests, digest, log }: Deps) =>
  async (request: DeskRequest, question: Question): Promise<boolean> => {
    const about = JSON.stringify([question, request.revision, request.removalDay]);
    const token = `asked-${fingerprint(digest, about)}`;
    if (request.asked === token) return false;
    const asked = await deskRequests.ask(request.ticket, token, textOf(question));
    const { number: ticket } = request.ticket;
    if (asked.ok) log('REQUEST_QUESTIONED', { ticket, question: question.code });
    else log('STEP_POSTPONED', { step: 'adopt-request', failure: asked.failure.code, ticket });
    return asked.ok;
  };

const textOf = (question: Question): string => {
  switch (question.code) {
    case 'UNKNOWN_ENVIRONMENT':
      return 'This request can not be acted on yet: its Environment is none that is watched. Please correct it.';
    case 'UNKNOWN_APPLICATION':
      return 'This request can not be acted on yet: no application of that Application ID is known in this environment. Please check both; an application that was made just now is known after the next scan.';
    case 'NO_SUCH_CREDENTIAL':
      return 'This request can not be acted on yet: the application has no credential of the kind that is to be updated. Please check what you would like to update.';
    case 'WHICH_CREDENTIAL':
      return `This request can not be acted on yet: the application has several credentials of that kind. They end on ${question.days.join(', ')}. Please write the day on which the one that is meant ends as Old Secret Expiry Date; the day of its removal can be changed afterwards.`;
    case 'REQUESTER_UNKNOWN':
      return 'This request can not be acted on yet: the person it is for is not known in the directory of this environment, or is disabled there. Please name somebody who can receive the new credential.';
    case 'SECOND_REQUEST':
      return `${question.ticket} asks for the same credential and is not done yet, so this request is not acted on beside it. Please cancel one of the two.`;
    case 'ALREADY_RENEWED':
      return 'The credential that this request is about was renewed already. If another is needed, please write the day on which that one ends as Old Secret Expiry Date; otherwise cancel this request.';
  }
};
