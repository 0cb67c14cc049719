import { request } from 'node:https';
import { text } from 'node:stream/consumers';

interface Post {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The authority that vouches for the server, and no other. */
  readonly caPem: string;
  readonly signal: AbortSignal;
}

/** Posts to this machine, under whatever name below localhost: not every resolver knows those. */
export const httpsPost = ({
  url,
  headers,
  body,
  caPem,
  signal,
}: Post): Promise<{ status: number; said: string; location: string | undefined }> =>
  new Promise((resolve, reject) => {
    const { hostname, host, port, pathname, search } = new URL(url);
    const name = hostname.endsWith('localhost') ? { servername: hostname } : {};
    request(
      {
        ...name,
        host: '127.0.0.1',
        port,
        path: `${pathname}${search}`,
        method: 'POST',
        headers: { ...headers, host },
        ca: caPem,
        agent: false,
        signal,
      },
      (response) => {
        text(response).then((said) => {
          resolve({ status: response.statusCode ?? 0, said, location: response.headers.location });
        }, reject);
      },
    )
      .on('error', reject)
      .end(body);
  });
