import type { Credential, KnownDependent, Subject } from '../domain/credential.ts';
import type { SubjectId, TenantId } from '../domain/ids.ts';
import type { Subjects } from '../ports/subjects.ts';

export interface SameCertificateDeps {
  readonly subjects: Pick<Subjects, 'certificates' | 'find'>;
}

/** More of one certificate are not named. */
const MOST = 20;

/**
 * A credential with those as dependents that hold the same certificate, such as a vault and the applications that it was
 * given to: whoever renews one has to think of the others. Who holds which is read once, when it is first wanted.
 */
export const sameCertificate = ({ subjects }: SameCertificateDeps) => {
  const known = new Map<TenantId, Promise<ReadonlyMap<string, readonly SubjectId[]>>>();

  const read = async (tenant: TenantId): Promise<ReadonlyMap<string, readonly SubjectId[]>> => {
    const holders = new Map<string, SubjectId[]>();
    for await (const { id, thumbprints } of subjects.certificates(tenant))
      for (const thumbprint of thumbprints) holders.set(thumbprint, [...(holders.get(thumbprint) ?? []), id]);
    return holders;
  };

  const holdersOf = async (tenant: TenantId, thumbprint: string): Promise<readonly SubjectId[]> => {
    const asked = known.get(tenant) ?? read(tenant);
    known.set(tenant, asked);
    return (await asked).get(thumbprint) ?? [];
  };

  return async (subject: Subject, credential: Credential): Promise<Credential> => {
    const { thumbprint } = credential;
    if (thumbprint === undefined) return credential;
    const others = (await holdersOf(subject.tenant, thumbprint)).filter((id) => id !== subject.id);
    const found: KnownDependent[] = [];
    for (const id of others.slice(0, MOST)) {
      const stored = await subjects.find({ tenant: subject.tenant, id });
      // It may have left, or hold another one by now.
      if (stored === undefined || stored.state.goneAt !== undefined) continue;
      const { facts } = stored.state;
      if (facts.credentials.some((one) => one.thumbprint === thumbprint))
        found.push({ name: nameOf(facts), what: 'same-certificate' });
    }
    return found.length === 0
      ? credential
      : { ...credential, dependents: [...(credential.dependents ?? []), ...found] };
  };
};

/** The name of an item says little without its vault. */
const nameOf = ({ source, name, nativeId }: Subject): string => (source === 'key-vault' ? nativeId : name);
