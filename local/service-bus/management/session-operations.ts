import { types } from '../amqp/rhea.ts';
import type { Refusal } from '../broker/entry.ts';
import { done, numberIn, type Operation, refused, textIn } from './operation.ts';

const SESSION_LOCK_LOST: Refusal = {
  condition: 'com.microsoft:session-lock-lost',
  description: 'The session lock has expired. Accept the session again.',
};

const renewLock: Operation = (body, { mailbox }) => {
  const until = mailbox?.renewSession(textIn(body, 'session-id') ?? '');
  return until === undefined ? refused(SESSION_LOCK_LOST) : done({ expiration: types.wrap_timestamp(until) });
};

const getState: Operation = (body, { mailbox }) => {
  const id = textIn(body, 'session-id') ?? '';
  if (mailbox?.sessions.lockOf(id) === undefined) return refused(SESSION_LOCK_LOST);
  return done({ 'session-state': mailbox.sessions.state(id) ?? null });
};

const setState: Operation = (body, { mailbox }) => {
  const id = textIn(body, 'session-id') ?? '';
  if (mailbox?.sessions.lockOf(id) === undefined) return refused(SESSION_LOCK_LOST);
  const state = body['session-state'];
  mailbox.sessions.setState(id, Buffer.isBuffer(state) ? state : undefined);
  return done();
};

const list: Operation = (body, { mailbox }) => {
  if (mailbox === undefined) return { status: 204 };
  const withMessages = mailbox
    .peek(0, Infinity, undefined)
    .map(({ message }) => message.system.sessionId)
    .filter((id) => id !== undefined);
  const ids = [...new Set([...withMessages, ...mailbox.sessions.idsWithState()])].sort();
  const skip = numberIn(body, 'skip', 0);
  const page = ids.slice(skip, skip + numberIn(body, 'top', ids.length));
  return page.length === 0 ? { status: 204 } : done({ skip, 'sessions-ids': page });
};

/** Operations on sessions, by name. */
export const sessionOperations: Readonly<Record<string, Operation>> = {
  'com.microsoft:renew-session-lock': renewLock,
  'com.microsoft:get-session-state': getState,
  'com.microsoft:set-session-state': setState,
  'com.microsoft:get-message-sessions': list,
};
