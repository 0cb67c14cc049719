import type { Subject } from '../domain/credential.ts';
import type { Digest } from '../domain/ids.ts';
import { triedLinks } from '../domain/owner-chain.ts';
import { chooseOwners, type Owners, ownersFingerprint, whyYou } from '../domain/owner.ts';
import type { People } from '../ports/people.ts';

interface Deps {
  readonly people: People;
  readonly teamMailbox: string | undefined;
  readonly digest: Digest;
}

export interface ExplainedOwners {
  readonly fingerprint: string | undefined;
  readonly view: {
    readonly answer: 'people' | 'mailbox' | 'missing' | 'not-told';
    readonly because: string;
    readonly people: { tenantId: string; objectId: string; name: string }[];
    readonly tried: { link: string; found: number; disabled: number; withoutMail: number }[];
  };
}

/** Who answers for a subject, why they do, and what was tried to find them. */
export const explainOwners =
  ({ people, teamMailbox, digest }: Deps) =>
  async (subject: Subject): Promise<ExplainedOwners> => {
    const evidence = await people.ownersOf(subject);
    if (!evidence.ok) {
      const because = `The directory does not tell: ${evidence.failure.detail}`;
      return {
        fingerprint: undefined,
        view: { answer: 'not-told', because, people: [], tried: [] },
      };
    }
    const owners = chooseOwners(evidence.value, teamMailbox);
    return {
      fingerprint: ownersFingerprint(digest, owners),
      view: {
        answer: owners.kind,
        because: because(owners, subject),
        people:
          owners.kind === 'people'
            ? owners.people.map(({ tenant, objectId, displayName }) => ({
                tenantId: tenant,
                objectId,
                name: displayName,
              }))
            : [],
        tried: triedLinks(evidence.value).map((link) => ({ ...link })),
      },
    };
  };

const because = (owners: Owners, subject: Subject): string =>
  owners.kind === 'missing'
    ? 'Nobody was found whom one could write to, and the setting TEAM_MAILBOX is not set.'
    : `They get mails because ${whyYou(owners.reason, subject)}.`;
