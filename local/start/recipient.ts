import { generateClient } from '../certificates/client.ts';
import { newNonce, openSealed, proofOf, type Sealed } from './open-sealed.ts';
import { signInAs } from './person-sign-in.ts';
import { oneLine, Problem } from './problem.ts';
import type { TenantPerson } from './tenant.ts';

/** Those who get a mail with a link, and take their secret. */
export interface Recipient {
  /** Opens every link that came and was not opened yet; answers how many gave their secret. */
  redeemAll(): Promise<number>;
}

/** A secret that was revealed, with what it is for. */
export interface Revealed {
  /** The app's own reference of the mail: the renewal. */
  readonly reference: string;
  /** The object id of the application that it belongs to. */
  readonly objectId: string;
  readonly secret: string;
}

interface RecipientOptions {
  /** The inbox for people. */
  readonly inboxUrl: string;
  readonly functionsUrl: string;
  /** Everyone whom a mail may be for. */
  readonly people: readonly TenantPerson[];
  /** The authority that vouches for the login. */
  readonly caPem: string;
  /** Tries the secret out; a rejection ends the run. */
  readonly use: (revealed: Revealed) => Promise<void>;
  readonly signal: AbortSignal;
}

interface Mail {
  readonly to: string;
  readonly text: string;
  readonly receivedAt: string;
  readonly customArgs: Readonly<Record<string, string>>;
}

interface Link {
  readonly id: string;
  readonly key: string;
  readonly mail: Mail;
}

const LINK = /https?:\/\/[^\s/"<>]+\/r\/([\w-]+)#([\w-]+)/;
const HOUR_MS = 3_600_000;
const YEAR_MS = 365 * 24 * HOUR_MS;

/** Plays the recipients: reads the mail, signs in, shows the proof, and works the secret out as the page does. */
export const recipient = (options: RecipientOptions): Recipient => {
  const { inboxUrl, functionsUrl, people, use, signal } = options;
  const done = new Set<string>();

  const newest = async (): Promise<readonly Link[]> => {
    const answer = await fetch(`${inboxUrl}/messages.json`, { signal });
    const mails = (await answer.json()) as readonly Mail[];
    const byRenewal = new Map<string, Link>();
    for (const mail of mails) {
      const [, id, key] = LINK.exec(mail.text) ?? [];
      if (id === undefined || key === undefined || Date.parse(mail.receivedAt) < Date.now() - HOUR_MS)
        continue;
      byRenewal.set(renewalOf(mail) ?? id, { id, key, mail });
    }
    return [...byRenewal.values()].filter(({ id }) => !done.has(id));
  };

  const signIn = async (linkId: string, address: string) => {
    const person = people.find(({ mail, userPrincipalName }) => address === (mail ?? userPrincipalName));
    if (person === undefined) throw new Problem(`A link was mailed to ${address}, who is nobody here.`);
    return signInAs(options, linkId, person.userPrincipalName);
  };

  const redeem = async ({ id, key, mail }: Link): Promise<boolean> => {
    const page = await fetch(`${functionsUrl}/r/${id}`, { signal });
    await page.body?.cancel();
    if (!page.ok) throw new Problem(`The link page answers ${page.status}.`);
    const proof = proofOf(id, key);
    const person = await signIn(id, mail.to);
    const opened = await person.post(`/api/links/${id}/open`, { proof });
    const told = (await opened.json()) as { readonly takes?: string; readonly application?: string };
    done.add(id);
    // Used or over: an earlier run was here.
    if (opened.status === 410) return false;
    if (!opened.ok)
      throw new Problem(`The link that was mailed to ${mail.to} does not open: ${opened.status}.`);

    if (told.takes === 'certificate') return handIn(person, id, proof, told.application ?? '');
    const idem = newNonce();
    const revealed = await person.post(`/api/links/${id}/reveal`, { proof, idem });
    if (!revealed.ok) {
      throw new Problem(`The link that was mailed to ${mail.to} does not reveal: ${await revealed.text()}`);
    }
    const sealed = (await revealed.json()) as Sealed;
    const { application } = JSON.parse(sealed.boundTo) as { readonly application: string };
    const reference = renewalOf(mail) ?? '';
    await use({ reference, objectId: application, secret: secretIn(id, key, sealed) });
    const stored = await person.post(`/api/links/${id}/acknowledge`, { proof, idem });
    await stored.body?.cancel();
    if (!stored.ok) throw new Problem(`A link can't be acknowledged: ${stored.status}.`);
    return true;
  };

  /** Makes a key pair, keeps the private key to itself, and hands in the rest. */
  const handIn = async (
    person: Awaited<ReturnType<typeof signIn>>,
    id: string,
    proof: string,
    name: string,
  ): Promise<boolean> => {
    const validity = { notBefore: new Date(Date.now() - 60_000), notAfter: new Date(Date.now() + YEAR_MS) };
    const { cert } = await generateClient(name.slice(0, 60), validity);
    const file = Buffer.from(cert).toString('base64url');
    const taken = await person.post(`/api/links/${id}/certificate`, { proof, idem: newNonce(), file });
    const answer = await taken.text();
    if (!taken.ok) throw new Problem(`A certificate was not taken: ${taken.status} ${answer}`);
    return true;
  };

  return {
    redeemAll: async () => {
      let redeemed = 0;
      for (const link of await newest()) if (await redeem(link)) redeemed += 1;
      return redeemed;
    },
  };
};

const secretIn = (id: string, key: string, sealed: Sealed): string => {
  try {
    return openSealed(id, key, sealed);
  } catch (error) {
    throw new Problem(`What a link revealed can't be opened with the key in its mail: ${oneLine(error)}`, {
      cause: error,
    });
  }
};

/** A mail with a link says which renewal it is about, and which link is in it. */
const renewalOf = ({ customArgs }: Mail): string | undefined => customArgs['reference']?.split('/')[0];
