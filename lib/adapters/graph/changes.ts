import { GraphError } from '@microsoft/microsoft-graph-client';
import * as z from 'zod';
import { fail, ok } from '../../domain/result.ts';
import type { ChangesPage, SourceChanges, SourceFailure } from '../../ports/credential-source.ts';
import { type GraphClient, leadsAway } from './graph-client.ts';
import { graphFailure, notUnderstood } from './graph-failure.ts';

/** People's requests go first. */
export const SCANS_LAST = { 'x-ms-throttle-priority': 'Low' };

const deltaPage = z.object({
  value: z.array(z.unknown()),
  '@odata.nextLink': z.string().optional(),
  '@odata.deltaLink': z.string().optional(),
});

const told = z.looseObject({ id: z.guid().toLowerCase(), '@removed': z.unknown().optional() });
type Told = z.infer<typeof told>;

interface Settings {
  readonly client: GraphClient;
  /** `applications` or `servicePrincipals`. */
  readonly collection: string;
  /** What a scan selects, joined by commas: these are tracked. */
  readonly fields: string;
  /** Reads entries that have all of these fields. */
  readonly read: (entries: readonly unknown[]) => Pick<ChangesPage, 'subjects' | 'unread' | 'holdingNothing'>;
  readonly failureOf: (error: unknown) => SourceFailure;
}

/** What changed in a collection of the directory, by delta query. A mark is Graph's own link, taken as it is. */
export const graphChanges = ({ client, collection, fields, read, failureOf }: Settings): SourceChanges => ({
  mark: async () => {
    let answer: unknown;
    try {
      answer = await client.get(`/${collection}/delta?$select=${fields}&$deltatoken=latest`, SCANS_LAST);
    } catch (error) {
      // A cloud that knows no delta query of these is read without.
      return ['REJECTED', 'NOT_FOUND'].includes(graphFailure(error).code)
        ? ok(undefined)
        : fail(failureOf(error));
    }
    const page = deltaPage.safeParse(answer);
    const link = page.data?.['@odata.deltaLink'];
    return link === undefined ? fail({ code: 'UNAVAILABLE', detail: notUnderstood.detail }) : ok(link);
  },
  page: async (link) => {
    let answer: unknown;
    try {
      answer = await client.get(link, SCANS_LAST);
    } catch (error) {
      return fail(
        isExpired(error) ? { code: 'EXPIRED', detail: graphFailure(error).detail } : failureOf(error),
      );
    }
    const page = deltaPage.safeParse(answer);
    if (!page.success) return fail({ code: 'UNAVAILABLE', detail: notUnderstood.detail });
    const { value, '@odata.nextLink': next, '@odata.deltaLink': mark } = page.data;
    if (next === undefined && mark === undefined)
      return fail({ code: 'UNAVAILABLE', detail: 'Graph told changes without saying how they go on.' });
    const { whole, parts, gone, unread } = sorted(value, fields.split(','));
    const found = read(whole);
    return ok({
      ...{ subjects: found.subjects, unread: [...unread, ...found.unread], next },
      ...{
        holdingNothing: found.holdingNothing,
        toLookAt: parts,
        gone,
        mark: next === undefined ? mark : undefined,
      },
    });
  },
});

/**
 * One entry for each object, the last that was told. Graph tells at least what changed: an entry that lacks any of the
 * fields says nothing of them, and its object is looked at.
 */
const sorted = (entries: readonly unknown[], fields: readonly string[]) => {
  const last = new Map<string, Told>();
  let strange = 0;
  for (const entry of entries) {
    const { data } = told.safeParse(entry);
    if (data === undefined) strange += 1;
    else last.set(data.id, data);
  }
  const all = [...last.values()];
  const there = all.filter((entry) => entry['@removed'] === undefined);
  const isWhole = (entry: Told): boolean => fields.every((field) => field in entry);
  return {
    whole: there.filter(isWhole),
    parts: there.filter((entry) => !isWhole(entry)).map(({ id }) => id),
    gone: all.filter((entry) => entry['@removed'] !== undefined).map(({ id }) => id),
    unread:
      strange === 0
        ? []
        : [
            {
              what: 'changes/(without an id)',
              reason: `${strange} changes are of no object that can be told.`,
            },
          ],
  };
};

/**
 * A mark lives for seven days; then, or when the directory was moved, everything has to be read again. So it has when the
 * tenant is asked at another address than the one that gave the mark.
 */
const isExpired = (error: unknown): boolean =>
  leadsAway(error) ||
  (error instanceof GraphError &&
    (error.statusCode === 410 ||
      ['syncstatenotfound', 'syncstateinvalid', 'resyncrequired'].includes(
        (error.code ?? '').toLowerCase(),
      )));
