import { newNonce, openSealed, proofOf, type Sealed } from '../../../local/start/open-sealed.ts';
import { type SignedInPerson, signInAs } from '../../../local/start/person-sign-in.ts';
import type { TenantPerson } from '../../../local/start/tenant.ts';

/** A secret that came out of a link. */
export interface Revealed {
  readonly renewalId: string;
  readonly keyId: string;
  /** The object id of its application. */
  readonly application: string;
  readonly secret: string;
}

/** Everyone who gets a mail with a link: patient people, who try again while the page does not answer. */
export interface Recipient {
  /** Opens every link that is there and was not done with yet. */
  redeemAll(): Promise<void>;
  readonly revealed: readonly Revealed[];
  /** The key of every link that was ever mailed. */
  readonly linkKeys: ReadonlySet<string>;
}

interface Mail {
  readonly to: string;
  readonly text: string;
  readonly customArgs: Readonly<Record<string, string>>;
}

interface Link {
  readonly id: string;
  readonly key: string;
  readonly renewalId: string;
  /** Who signs in for it. */
  readonly userName: string;
  /** Of the tab in which it was opened, so that it may have a lost answer again. */
  readonly nonce: string;
  person: SignedInPerson | undefined;
  isAsked: boolean;
  isDone: boolean;
}

const LINK = /https?:\/\/[^\s/"<>]+\/r\/([\w-]+)#([\w-]+)/;

export const patientRecipient = (
  inboxUrl: string,
  functionsUrl: string,
  people: readonly TenantPerson[],
  caPem: string,
): Recipient => {
  const links = new Map<string, Link>();
  const revealed: Revealed[] = [];

  const fetchMail = async (): Promise<void> => {
    const mails = (await (await fetch(`${inboxUrl}/messages.json`)).json()) as readonly Mail[];
    for (const { to, text, customArgs } of mails) {
      const [, id, key] = LINK.exec(text) ?? [];
      if (id === undefined || key === undefined || links.has(id)) continue;
      const [renewalId = ''] = (customArgs['reference'] ?? '').split('/');
      const reader = people.find(({ mail, userPrincipalName }) => to === (mail ?? userPrincipalName));
      links.set(id, {
        ...{ id, key, renewalId, nonce: newNonce(), person: undefined, isAsked: false, isDone: false },
        userName: reader?.userPrincipalName ?? to,
      });
    }
  };

  const signal = new AbortController().signal;
  const ask = async (link: Link, action: 'open' | 'reveal', body: object): Promise<Answer> => {
    const answer = await (async () => {
      link.person ??= await signInAs({ functionsUrl, caPem, signal }, link.id, link.userName);
      const got = await link.person.post(`/api/links/${link.id}/${action}`, body);
      return { status: got.status, said: await got.text() };
    })().catch(() => undefined); // no answer, or half of one: whoever gave it is dead
    if (answer === undefined || answer.status >= 500) return 'later';
    if (answer.status === 410) return 'over';
    if (answer.status === 200) return JSON.parse(answer.said) as object;
    throw new Error(`A link that was mailed answers ${answer.status} to ${action}: ${answer.said}`);
  };

  const redeem = async (link: Link): Promise<void> => {
    const proof = proofOf(link.id, link.key);
    // Once it was asked to reveal it may be spent, on us, and has nothing more to tell.
    const opened = link.isAsked ? {} : await ask(link, 'open', { proof });
    if (opened === 'later') return;
    link.isAsked = opened !== 'over';
    const sealed = opened === 'over' ? 'over' : await ask(link, 'reveal', { proof, idem: link.nonce });
    if (sealed === 'later') return;
    link.isDone = true;
    if (sealed === 'over') return; // withdrawn: another mail replaces it
    const { boundTo } = sealed as Sealed;
    const { application, keyId } = JSON.parse(boundTo) as Pick<Revealed, 'application' | 'keyId'>;
    const secret = openSealed(link.id, link.key, sealed as Sealed);
    revealed.push({ renewalId: link.renewalId, application, keyId, secret });
  };

  return {
    revealed,
    get linkKeys() {
      return new Set([...links.values()].map(({ key }) => key));
    },
    redeemAll: async () => {
      await fetchMail();
      for (const link of links.values()) if (!link.isDone) await redeem(link);
    },
  };
};

type Answer = object | 'later' | 'over';
