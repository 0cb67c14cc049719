import type { Subject } from '../../domain/credential.ts';
import { ok, type Result } from '../../domain/result.ts';
import type { SourceFailure, SourcePage } from '../../ports/credential-source.ts';
import { SCANS_LAST } from './changes.ts';
import type { GraphClient } from './graph-client.ts';
import { graphFailure, notUnderstood } from './graph-failure.ts';
import { outage, sourceFailure } from './graph-source-failure.ts';
import { pageSchema } from './page-schema.ts';

type Answer<T> = Result<T, SourceFailure>;

/** One list of a source that is read in parts. */
export interface SourcePart {
  readonly name: string;
  /** Whether an object of this native id would be in the list. */
  readonly holds: (nativeId: string) => boolean;
  readonly page: (cursor: string | undefined) => Promise<Answer<SourcePage>>;
  readonly look: (nativeId: string) => Promise<Answer<Subject | undefined>>;
}

export interface Asked {
  readonly path: string;
  readonly permission: string;
}

/** What Graph has at a path; undefined if there is nothing, or no such thing in this cloud. */
export const askFor = async (client: GraphClient, { path, permission }: Asked): Promise<Answer<unknown>> => {
  try {
    return ok(await client.get(path, SCANS_LAST));
  } catch (error) {
    const { code } = graphFailure(error);
    if (code === 'NOT_FOUND' || code === 'REJECTED') return ok(undefined);
    return { ok: false, failure: sourceFailure(error, { what: path, permission }) };
  }
};

/** A page of a list, and where the next one is; empty if there is no such list. */
export const askForList = async (
  client: GraphClient,
  asked: Asked,
): Promise<Answer<{ readonly value: readonly unknown[]; readonly next: string | undefined }>> => {
  const answer = await askFor(client, asked);
  if (!answer.ok) return answer;
  if (answer.value === undefined) return ok({ value: [], next: undefined });
  const page = pageSchema.safeParse(answer.value);
  if (!page.success) return { ok: false, failure: outage(notUnderstood.detail) };
  return ok({ value: page.data.value, next: page.data['@odata.nextLink'] });
};
