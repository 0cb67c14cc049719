/**
 * What a mail provider says of a mail, without what it may quote of it: addresses, and anything long enough to be a key or a
 * link.
 */
export const providerWords = (message: string): string =>
  message
    .replace(/[\p{C}\s]+/gu, ' ')
    .replace(/\S*(?:@|:\/\/)\S*/g, '(withheld)')
    .replace(/[\w.~%#/+=-]{20,}/g, '(withheld)')
    .slice(0, 200);
