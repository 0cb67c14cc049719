import type { IssuingAuthority } from '../certificates/issuing-authority.ts';
import { peopleOn } from './approver.ts';
import { Problem } from './problem.ts';

/** Those who run the certificate authority of the organisation. */
export interface CertificateTeam {
  /** Signs the requests for certificates that stand on these requests of the desk; answers how many that were. */
  signAll(numbers: readonly string[]): Promise<number>;
}

interface TeamOptions {
  /** The desk's pages for people. */
  readonly deskUrl: string;
  /** The user name of who does it. */
  readonly member: string;
  readonly authority: IssuingAuthority;
  readonly signal: AbortSignal;
}

/** Plays the team in a browser's stead: reads the page of a request, and attaches a file to it. */
export const certificateTeam = ({ deskUrl, member, authority, signal }: TeamOptions): CertificateTeam => {
  const signed = new Set<string>();
  let cookie: string | undefined;

  const signIn = async (): Promise<string> => {
    const page = await (await fetch(deskUrl, { signal })).text();
    const person = peopleOn(page).get(member) ?? '';
    const body = new URLSearchParams({ person });
    const answer = await fetch(`${deskUrl}/sign-in`, { method: 'POST', body, redirect: 'manual', signal });
    await answer.body?.cancel();
    return (answer.headers.get('set-cookie') ?? '').replace(/;.*$/s, '');
  };

  const attach = async (number: string, pem: string): Promise<void> => {
    const body = new FormData();
    body.set('file', new File([pem], `${number}.pem`, { type: 'application/x-pem-file' }));
    cookie ??= await signIn();
    const url = `${deskUrl}/requests/${number}/files`;
    const answer = await fetch(url, {
      method: 'POST',
      body,
      headers: { cookie },
      redirect: 'manual',
      signal,
    });
    await answer.body?.cancel();
    if (answer.status !== 303) throw new Problem(`The service desk answers ${answer.status} to a file.`);
  };

  return {
    signAll: async (numbers) => {
      let count = 0;
      for (const number of numbers) {
        const page = await (await fetch(`${deskUrl}/requests/${number}`, { signal })).text();
        for (const csr of requestsOn(page)) {
          if (signed.has(csr)) continue;
          signed.add(csr);
          await attach(number, await authority.sign(Buffer.from(csr, 'base64')));
          count += 1;
        }
      }
      return count;
    },
  };
};

/** The requests for certificates on a page, in base64; the page writes some characters as entities. */
const requestsOn = (page: string): readonly string[] =>
  [...page.matchAll(/-----BEGIN CERTIFICATE REQUEST-----([\s\S]+?)-----END CERTIFICATE REQUEST-----/g)].map(
    ([, body = '']) =>
      body
        .replaceAll('&#43;', '+')
        .replaceAll('&#x2F;', '/')
        .replaceAll('&#61;', '=')
        .replaceAll('&#x3D;', '=')
        .replaceAll(/\s/g, ''),
  );
