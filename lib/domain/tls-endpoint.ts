/** A place that speaks TLS, as an operator lists it. */
export interface TlsEndpoint {
  readonly host: string;
  readonly port: number;
  /** The name that is asked for, where it is another than the host's. */
  readonly serverName: string | undefined;
  readonly owner: string | undefined;
  readonly labels: readonly string[];
  /** Whether it may lie in a network of one's own. */
  readonly private: boolean;
}

/** The native id of an endpoint: `host:port`, or `host:port,name`. */
export const endpointId = ({
  host,
  port,
  serverName,
}: Pick<TlsEndpoint, 'host' | 'port' | 'serverName'>): string =>
  `${host}:${port}${serverName === undefined ? '' : `,${serverName}`}`;

const NAME = '[a-z0-9](?:[a-z0-9_.-]{0,251}[a-z0-9])?\\.?';
const ENDPOINT = new RegExp(`^(${NAME}|\\[[0-9a-f:.]+\\]):(\\d{1,5})(?:,(${NAME}))?$`, 'i');

/** Reads `host:port[,name]`; undefined if it is none. */
export const parseEndpoint = (
  text: string,
): Pick<TlsEndpoint, 'host' | 'port' | 'serverName'> | undefined => {
  const [, host = '', digits, serverName] = ENDPOINT.exec(text) ?? [];
  const port = Number(digits);
  return port >= 1 && port <= 65_535
    ? { host: host.toLowerCase(), port, serverName: serverName?.toLowerCase() }
    : undefined;
};
