/** What was found out about one right. */
export type Finding =
  | { readonly is: 'granted' }
  | { readonly is: 'missing' }
  /** Nobody could say: the other side was away, or is out of reach from here. */
  | { readonly is: 'unknown'; readonly why: string };

/** One right that a role needs, how to find out, and what becomes of the app without it. */
export interface Need {
  /** As docs/permissions.md calls it: `Graph application permission User.Read.All`. */
  readonly right: string;
  /** What stops and what goes on without it. */
  readonly without: string;
  /** Looks without leaving a trace: it reads, or asks for something that is refused for another reason. */
  probe(): Promise<Finding>;
}

export const GRANTED: Finding = { is: 'granted' };
export const MISSING: Finding = { is: 'missing' };
export const unknown = (why: string): Finding => ({ is: 'unknown', why });

/** Any outage ends as a finding, since the other rights are still to be looked at. Never a body: it may repeat a token. */
export const attempt = async (look: () => Promise<Finding>): Promise<Finding> => {
  try {
    return await look();
  } catch (error) {
    return unknown(firstLine(error));
  }
};

const firstLine = (error: unknown): string => {
  const cause = error instanceof Error && error.cause instanceof Error ? ` (${error.cause.message})` : '';
  const said = error instanceof Error ? `${error.name}: ${error.message}${cause}` : 'no answer';
  return (said.split('\n')[0] ?? said).slice(0, 240);
};

/** What an answer's status says about a right, where being allowed may well end in "not found" or "malformed". */
export const findingOf = (status: number, allowed: readonly number[]): Finding => {
  if (allowed.includes(status)) return GRANTED;
  return status === 401 || status === 403 ? MISSING : unknown(`it answered ${status}`);
};

/** How long one look may take. */
export const PATIENCE_MS = 15_000;

/** The headers of a request as names and values: `fetch` would take them in other forms too. */
export const headersOf = ({ headers }: RequestInit): Readonly<Record<string, string>> =>
  Object.fromEntries(new Headers(headers));
