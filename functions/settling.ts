/**
 * A message that can't be worked on: a bug, or no message of ours. It is delivered again and ends as a dead letter, where
 * a person finds it; nothing is swallowed. An outage never ends this way: it is stored as due, and the message is done.
 */
export class RetainMessage extends Error {
  constructor(code: string, options: { readonly cause: unknown }) {
    super(code, options);
    this.name = 'RetainMessage';
  }
}
