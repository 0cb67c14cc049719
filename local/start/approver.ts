import { Problem } from './problem.ts';

/** Someone who decides on requests at the desk's pages. */
export interface Approver {
  /** Decides all that waits for a decision; answers how many that were. */
  decideAll(): Promise<number>;
}

interface ApproverOptions {
  /** The desk's pages for people. */
  readonly deskUrl: string;
  /** User names of those who may decide. */
  readonly approvers: readonly string[];
  readonly signal: AbortSignal;
}

interface Waiting {
  readonly number: string;
  readonly page: string;
}

/** With fewer than this many requests, none is denied: something has to come of a small run too. */
const ENOUGH_TO_DENY_ONE = 3;
const WHY_DENIED = 'This application is switched off before its secret ends.';

/** Plays the approvers in a browser's stead: pages, forms and the cookie, and never the API. */
export const approver = ({ deskUrl, approvers, signal }: ApproverOptions): Approver => {
  let cookies: ReadonlyMap<string, string> | undefined;
  let hasDenied = false;

  const get = async (path: string, cookie = ''): Promise<string> => {
    const answer = await fetch(deskUrl + path, { headers: { cookie }, signal });
    return answer.text();
  };

  const post = async (
    path: string,
    form: Readonly<Record<string, string>>,
    cookie = '',
  ): Promise<Response> => {
    const body = new URLSearchParams(form);
    const answer = await fetch(deskUrl + path, {
      method: 'POST',
      body,
      headers: { cookie },
      redirect: 'manual',
      signal,
    });
    await answer.body?.cancel();
    if (answer.status !== 303) throw new Problem(`The service desk answers ${answer.status} to ${path}.`);
    return answer;
  };

  const signIn = async (): Promise<ReadonlyMap<string, string>> => {
    const people = peopleOn(await get('/'));
    const signedIn = new Map<string, string>();
    for (const userName of approvers) {
      const person = people.get(userName);
      if (person === undefined) throw new Problem(`The service desk does not know the approver ${userName}.`);
      const answer = await post('/sign-in', { person });
      signedIn.set(userName, (answer.headers.get('set-cookie') ?? '').replace(/;.*$/s, ''));
    }
    return signedIn;
  };

  const waiting = async (): Promise<readonly Waiting[]> => {
    const found: string[] = [];
    for (let page = 1; ; page += 1) {
      const list = await get(`/?page=${page}`);
      found.push(...waitingOn(list));
      if (!list.includes(`/?page=${page + 1}"`)) break;
    }
    return Promise.all(found.map(async (number) => ({ number, page: await get(`/requests/${number}`) })));
  };

  const decide = async ({ number, page }: Waiting, decision: 'approved' | 'rejected'): Promise<boolean> => {
    // Nobody decides on what is for themselves.
    const [userName, cookie] = [...(cookies ?? [])].find(([name]) => name !== requestedForOn(page)) ?? [];
    if (userName === undefined || cookie === undefined) return false;
    const form = /action="(\/approvals\/[0-9a-f]{32})"/.exec(await get(`/requests/${number}`, cookie))?.[1];
    if (form === undefined) return false; // somebody else was quicker
    await post(form, { decision, comments: decision === 'rejected' ? WHY_DENIED : '' }, cookie);
    return true;
  };

  return {
    decideAll: async () => {
      cookies ??= await signIn();
      const requests = await waiting();
      let decided = 0;
      for (const [index, request] of requests.entries()) {
        const deny = !hasDenied && requests.length >= ENOUGH_TO_DENY_ONE && index === requests.length - 1;
        if (!(await decide(request, deny ? 'rejected' : 'approved'))) continue;
        decided += 1;
        hasDenied ||= deny;
      }
      return decided;
    },
  };
};

/** The numbers of the requests on a page of the list that still want a decision. */
const waitingOn = (list: string): readonly string[] =>
  list
    .split('<tr>')
    .filter((row) => /<span class="badge open">\s*Requested\s*</.test(row))
    .flatMap((row) => /href="\/requests\/(\w+)"/.exec(row)?.[1] ?? []);

/** Who can sign in: the value of each choice by the user name that it shows. */
export const peopleOn = (page: string): ReadonlyMap<string, string> =>
  new Map(
    [...page.matchAll(/<option value="([0-9a-f]{32})"[^>]*>[^<]*\(([^()<]+)\)\s*<\/option>/g)].map(
      ([, id = '', userName = '']) => [userName, id],
    ),
  );

const requestedForOn = (page: string): string =>
  /<dt>Requested for<\/dt>\s*<dd>[^<]*\(([^()<]+)\)\s*<\/dd>/.exec(page)?.[1] ?? '';
