import { LOG } from '../../lib/log-events.ts';
import { table } from './json-schema.ts';

/** The anchor that Markdown viewers make of a heading of one word. */
const anchor = (code: string): string => code.toLowerCase();

/** Every line that the app can log; what needs a person's eye leads to its runbook. */
export const logTable = (): string =>
  table(
    ['Code', 'Level', 'Sentence'],
    Object.entries(LOG).map(([code, { level, message }]) => [
      level === 'info' ? `\`${code}\`` : `[\`${code}\`](runbooks/log-codes.md#${anchor(code)})`,
      level,
      message,
    ]),
  );
