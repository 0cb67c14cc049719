/** A function's place among the URLs. */
interface Route<T> {
  readonly methods: readonly string[];
  /** Below the prefix: `links/{id}`, `files/{*rest}`, `{name?}`. */
  readonly template: string;
  readonly target: T;
}

type RouteMatch<T> =
  | { readonly kind: 'found'; readonly target: T; readonly params: Readonly<Record<string, string>> }
  | { readonly kind: 'wrong-method'; readonly allowed: readonly string[] }
  | { readonly kind: 'none' };

interface Compiled<T> extends Route<T> {
  readonly pattern: RegExp;
  readonly names: readonly string[];
  readonly rank: string;
}

/** Finds the function for a path: literal segments win over parameters, parameters over a rest. */
export const router = <T>(routes: readonly Route<T>[]) => {
  const compiled = routes.map(compile).sort((a, b) => (a.rank < b.rank ? -1 : Number(a.rank > b.rank)));
  return (method: string, path: string): RouteMatch<T> => {
    const allowed = new Set<string>();
    for (const route of compiled) {
      const match = route.pattern.exec(path);
      const params = match === null ? undefined : paramsOf(route.names, match);
      if (params === undefined) continue;
      if (route.methods.includes(method)) return { kind: 'found', target: route.target, params };
      for (const other of route.methods) allowed.add(other);
    }
    return allowed.size === 0 ? { kind: 'none' } : { kind: 'wrong-method', allowed: [...allowed] };
  };
};

/** `{name}`, `{name?}`, `{*rest}`, each perhaps with a constraint or a default, which are not looked at. */
const PARAMETER = /\{(?<rest>\*{0,2})(?<name>\w+)(?:[:=][^}?]*)?(?<optional>\??)\}/g;

const compile = <T>(route: Route<T>): Compiled<T> => {
  const names: string[] = [];
  const segments = route.template.split('/').filter((segment) => segment !== '');
  let pattern = '^';
  let rank = '';
  for (const segment of segments) {
    const { source, optional, kind } = compileSegment(segment, names);
    pattern += optional ? `(?:/${source})?` : `/${source}`;
    rank += kind;
  }
  return { ...route, pattern: new RegExp(`${pattern}/?$`, 'i'), names, rank };
};

const compileSegment = (segment: string, names: string[]) => {
  let source = '';
  let end = 0;
  let optional = false;
  let kind = '0';
  for (const match of segment.matchAll(PARAMETER)) {
    source += escape(segment.slice(end, match.index));
    end = match.index + match[0].length;
    const rest = match.groups?.['rest'] !== '';
    names.push(match.groups?.['name'] ?? '');
    source += rest ? '(.*)' : '([^/]+?)';
    optional ||= rest || match.groups?.['optional'] === '?';
    kind = rest ? '3' : match[0] === segment ? '2' : '1';
  }
  return { source: source + escape(segment.slice(end)), optional, kind };
};

const escape = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Undefined when a part is not valid percent-encoding: such a path belongs to no function. */
const paramsOf = (names: readonly string[], match: RegExpExecArray): Record<string, string> | undefined => {
  const params: Record<string, string> = {};
  try {
    for (const [index, name] of names.entries()) {
      const raw = match[index + 1];
      if (raw !== undefined && raw !== '') params[name] = decodeURIComponent(raw);
    }
    return params;
  } catch {
    return undefined;
  }
};
