import { LOG_LEVELS, type LogLevel } from './core-types.ts';

interface LogRecord {
  readonly level: LogLevel;
  /** `Function.<name>.User` for lines of the app, `Host.*` for ours; host.json sets levels by its beginning. */
  readonly category: string;
  readonly message: string;
  readonly invocationId?: string;
}

export type Log = (record: LogRecord) => void;

/** Writes records that host.json's `logging.logLevel` lets through, one JSON object a line. */
export const jsonLog = (
  levels: Readonly<Record<string, LogLevel>>,
  write: (line: string) => void = (line) => void process.stderr.write(line),
): Log => {
  const rank = (level: LogLevel) => LOG_LEVELS.indexOf(level);
  return ({ level, category, message, invocationId }) => {
    if (rank(level) < rank(levelFor(category, levels))) return;
    const time = new Date().toISOString();
    write(`${JSON.stringify({ time, level, category, message, invocationId })}\n`);
  };
};

/** The level of the longest name that is the category or one of its ancestors. */
const levelFor = (category: string, levels: Readonly<Record<string, LogLevel>>): LogLevel => {
  const parts = category.split('.');
  for (let length = parts.length; length > 0; length -= 1) {
    const level = levels[parts.slice(0, length).join('.')];
    if (level !== undefined) return level;
  }
  return levels['default'] ?? 'information';
};
