import { checkAddress, checkFrom, checkPersonalizations } from './check-addresses.ts';
import { isObject, problems, type JsonObject, type Problem, type Problems } from './problems.ts';

const MAX_CUSTOM_ARGS_BYTES = 10_000;
const MAX_CATEGORIES = 10;
const MAX_CATEGORY_LENGTH = 255;
const MAX_AHEAD_S = 72 * 3600;
const PART_ORDER: Readonly<Record<string, number>> = { 'text/plain': 0, 'text/html': 1 };
const RESERVED_HEADERS = [
  'x-sg-id',
  'x-sg-eid',
  'received',
  'dkim-signature',
  'content-type',
  'content-transfer-encoding',
  'to',
  'from',
  'subject',
  'reply-to',
  'cc',
  'bcc',
];

/** Everything that the service would refuse in the body of a send, in the order in which it is read. */
export const checkBody = (body: JsonObject, nowSeconds: number): readonly Problem[] => {
  const found = problems();
  const envelopes = Array.isArray(body['personalizations']) ? body['personalizations'].filter(isObject) : [];
  checkPersonalizations(body['personalizations'], found);
  checkFrom(body['from'], found);
  if (body['reply_to'] !== undefined) checkAddress(body['reply_to'], 'reply_to', found);
  checkSubject(body, envelopes, found);
  checkContent(body, found);
  checkAttachments(body['attachments'], found);
  checkCategories(body['categories'], found);

  checkShared(body, '', nowSeconds, found);
  for (const [at, each] of envelopes.entries())
    checkShared(each, `personalizations.${at}.`, nowSeconds, found);

  checkSwitches(body['mail_settings'], 'mail_settings', found);
  checkSwitches(body['tracking_settings'], 'tracking_settings', found);
  if (body['template_id'] !== undefined) found.add('template_id', 'This account has no template of that id.');
  return found.found;
};

const checkSubject = (body: JsonObject, envelopes: readonly JsonObject[], found: Problems): void => {
  const whole = found.text(body['subject'], 'subject');
  const own = envelopes.map((each, at) => found.text(each['subject'], `personalizations.${at}.subject`));
  if (whole !== undefined || (own.length > 0 && own.every((subject) => subject !== undefined))) return;
  if (body['subject'] === undefined) {
    found.add('subject', 'The subject is required, for the message or in every personalization.');
  }
};

const checkContent = (body: JsonObject, found: Problems): void => {
  const parts = found.list(body['content'], 'content');
  if (parts === undefined || parts.length === 0) {
    found.add('content', 'The content parameter is required. There must be at least one content block.');
    return;
  }
  const types = parts.map((part, at) => {
    const block = isObject(part) ? part : {};
    const field = `content.${at}`;
    found.text(block['value'] ?? null, `${field}.value`);
    return found.text(block['type'] ?? null, `${field}.type`) ?? '';
  });
  const ranks = types.map((type) => PART_ORDER[type] ?? 2);
  if (ranks.some((rank, at) => rank < (ranks[at - 1] ?? 0))) {
    found.add(
      'content',
      'The text/plain block must be first, followed by text/html, then any other content.',
    );
  }
  if (new Set(types).size < types.length) found.add('content', 'Each content type may be given only once.');
};

const checkAttachments = (value: unknown, found: Problems): void => {
  for (const [at, each] of (found.list(value, 'attachments') ?? []).entries()) {
    const attachment = isObject(each) ? each : {};
    const content = found.text(attachment['content'] ?? null, `attachments.${at}.content`);
    if (content !== undefined && !/^[A-Za-z0-9+/\r\n]+={0,2}$/.test(content)) {
      found.add(`attachments.${at}.content`, 'The attachment content must be base64 encoded.');
    }
    found.text(attachment['filename'] ?? null, `attachments.${at}.filename`);
  }
};

const checkCategories = (value: unknown, found: Problems): void => {
  const categories = found.list(value, 'categories') ?? [];
  if (categories.length > MAX_CATEGORIES) found.add('categories', 'There are more than 10 categories.');
  if (new Set(categories).size < categories.length) found.add('categories', 'Categories must be unique.');
  for (const [at, each] of categories.entries()) {
    if (typeof each !== 'string' || each.length > MAX_CATEGORY_LENGTH) {
      found.add(`categories.${at}`, 'A category is a string of at most 255 characters.');
    }
  }
};

/** What may stand both at the message and in each of its envelopes. */
const checkShared = (part: JsonObject, prefix: string, nowSeconds: number, found: Problems): void => {
  const strings = (name: string): JsonObject => {
    const object = found.object(part[name], `${prefix}${name}`) ?? {};
    for (const [key, value] of Object.entries(object)) {
      if (typeof value !== 'string') found.add(`${prefix}${name}.${key}`, 'The value must be a string.');
    }
    return object;
  };
  for (const name of ['custom_args', 'substitutions']) {
    if (Buffer.byteLength(JSON.stringify(strings(name))) >= MAX_CUSTOM_ARGS_BYTES) {
      found.add(`${prefix}${name}`, `The ${name} must be less than 10000 bytes.`);
    }
  }
  for (const name of Object.keys(strings('headers'))) {
    if (RESERVED_HEADERS.includes(name.toLowerCase())) {
      found.add(`${prefix}headers.${name}`, 'This header is set by the service and may not be given.');
    }
  }
  const sendAt = part['send_at'];
  if (sendAt !== undefined && (!Number.isInteger(sendAt) || Number(sendAt) > nowSeconds + MAX_AHEAD_S)) {
    found.add(`${prefix}send_at`, 'The send_at is a Unix time in seconds, at most 72 hours ahead.');
  }
};

/** Every setting is an object whose `enable` must be a real boolean. */
const checkSwitches = (value: unknown, field: string, found: Problems): void => {
  for (const [name, setting] of Object.entries(found.object(value, field) ?? {})) {
    const entries = Object.entries(found.object(setting, `${field}.${name}`) ?? {});
    for (const [key, flag] of entries) {
      if (key.startsWith('enable') && typeof flag !== 'boolean') {
        found.add(`${field}.${name}.${key}`, 'The value must be a boolean.');
      }
    }
  }
};
