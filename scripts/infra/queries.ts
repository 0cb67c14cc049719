import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A query that is deployed, under the name by which a person finds it. */
export interface DeployedQuery {
  readonly name: string;
  readonly query: string;
}

interface WorkbookItem {
  readonly name?: string;
  readonly content?: { readonly query?: string; readonly items?: readonly WorkbookItem[] };
}

/** The queries of the alerts, each a file. */
export const alertQueries = (infra: string): readonly DeployedQuery[] =>
  readdirSync(join(infra, 'alerts')).map((file) => ({
    name: file.replace(/\.kql$/, ''),
    query: readFileSync(join(infra, 'alerts', file), 'utf8'),
  }));

/** The queries of the workbook, by the names of its items. */
export const workbookQueries = (infra: string): readonly DeployedQuery[] => {
  const { items } = JSON.parse(readFileSync(join(infra, 'workbook', 'workbook.json'), 'utf8')) as {
    items: readonly WorkbookItem[];
  };
  return queriesIn(items);
};

const queriesIn = (items: readonly WorkbookItem[]): readonly DeployedQuery[] =>
  items.flatMap(({ name = '', content }) => [
    ...(content?.query === undefined ? [] : [{ name, query: content.query }]),
    ...queriesIn(content?.items ?? []),
  ]);

/** The log codes that a query compares with: words in capitals within quotation marks. */
export const codesIn = (query: string): readonly string[] => [
  ...new Set([...query.matchAll(/"([A-Z]+(?:_[A-Z]+)+)"/g)].map(([, code = '']) => code)),
];
