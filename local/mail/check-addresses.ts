import { isObject, type Problems } from './problems.ts';

const MAX_PERSONALIZATIONS = 1000;
const MAX_RECIPIENTS = 1000;
// One @, something on both sides, no blanks: what is refused is what nobody could deliver.
const EMAIL = /^[^\s@<>(),;:"]+@[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/i;

/** Checks one address and gives it in lower case. */
export const checkAddress = (value: unknown, field: string, problems: Problems): string | undefined => {
  const address = problems.object(value, field);
  const email = address?.['email'];
  if (typeof email !== 'string' || !EMAIL.test(email)) {
    problems.add(`${field}.email`, 'Does not contain a valid address.');
    return undefined;
  }
  const name = address?.['name'];
  if (name !== undefined && typeof name !== 'string')
    problems.add(`${field}.name`, 'The name must be a string.');
  return email.toLowerCase();
};

/** The sender's address must be plain ASCII. */
export const checkFrom = (value: unknown, problems: Problems): void => {
  if (!isObject(value)) {
    problems.add('from', 'The from object must be provided for every email send, with an email parameter.');
    return;
  }
  const email = checkAddress(value, 'from', problems);
  if (email !== undefined && !/^[\x21-\x7e]+$/.test(email)) {
    problems.add('from.email', 'The from address does not support Unicode.');
  }
};

const checkRecipients = (personalization: unknown, field: string, problems: Problems): number => {
  const envelope = problems.object(personalization, field);
  const to = problems.list(envelope?.['to'], `${field}.to`);
  if (to === undefined || to.length === 0) {
    const message = 'The to array is required for all personalization objects, with at least one address.';
    problems.add(`${field}.to`, message);
  }
  const seen = new Set<string>();
  let count = 0;
  for (const kind of ['to', 'cc', 'bcc'] as const) {
    const addresses = problems.list(envelope?.[kind], `${field}.${kind}`) ?? [];
    for (const [at, address] of addresses.entries()) {
      const place = `${field}.${kind}.${at}`;
      const name = isObject(address) ? address['name'] : undefined;
      if (typeof name === 'string' && /[;,]/.test(name)) {
        problems.add(`${place}.name`, "A recipient's name must not contain a semicolon or a comma.");
      }
      const email = checkAddress(address, place, problems);
      count += 1;
      if (email !== undefined && seen.has(email)) {
        const first = `We found the first duplicate instance of [${email}] in the ${field}.${kind} field.`;
        const rule = 'Each address in a personalization must be unique between to, cc and bcc.';
        problems.add('personalizations', `${rule} ${first}`);
      }
      if (email !== undefined) seen.add(email);
    }
  }
  return count;
};

/** Checks all envelopes: that there are some, whom they are for, and that they are not too many. */
export const checkPersonalizations = (value: unknown, problems: Problems): void => {
  const all = problems.list(value, 'personalizations');
  if (all === undefined || all.length === 0) {
    problems.add(
      'personalizations',
      'The personalizations field is required, with at least one object in it.',
    );
    return;
  }
  if (all.length > MAX_PERSONALIZATIONS) {
    problems.add('personalizations', `There are more than ${MAX_PERSONALIZATIONS} personalizations.`);
    return;
  }
  let recipients = 0;
  for (const [at, each] of all.entries()) {
    recipients += checkRecipients(each, `personalizations.${at}`, problems);
  }
  if (recipients > MAX_RECIPIENTS) {
    problems.add('personalizations', `There are more than ${MAX_RECIPIENTS} recipients.`);
  }
};
