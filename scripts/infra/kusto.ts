import { createRequire } from 'node:module';
import { TABLE_SCHEMAS } from './table-schemas.ts';

const require = createRequire(import.meta.url);

interface Diagnostic {
  readonly Message: string;
  readonly Start: number;
}
interface Kusto {
  readonly Symbols: {
    readonly TableSymbol: { From(schema: string): { WithName(name: string): unknown } };
    readonly DatabaseSymbol: { readonly ctor: new (name: string, tables: readonly unknown[]) => unknown };
  };
  readonly GlobalState: { readonly Default: { WithDatabase(database: unknown): unknown } };
  readonly KustoCode: {
    ParseAndAnalyze(
      query: string,
      globals: unknown,
    ): {
      GetDiagnostics(): { Count: number; getItem(at: number): Diagnostic };
    };
  };
}

/** Says what Kusto has against a query over the tables of a Log Analytics workspace. Nothing: it runs. */
export const kustoChecker = (): ((query: string) => readonly string[]) => {
  require('@kusto/language-service-next/bridge.min.js');
  require('@kusto/language-service-next/Kusto.Language.Bridge.min.js');
  const { Language } = (globalThis as unknown as { Kusto: { Language: Kusto } }).Kusto;
  const { TableSymbol, DatabaseSymbol } = Language.Symbols;
  const tables = Object.entries(TABLE_SCHEMAS).map(([name, columns]) =>
    TableSymbol.From(`(${columns})`).WithName(name),
  );
  const globals = Language.GlobalState.Default.WithDatabase(new DatabaseSymbol.ctor('workspace', tables));
  return (query) => {
    const found = Language.KustoCode.ParseAndAnalyze(query, globals).GetDiagnostics();
    return Array.from({ length: found.Count }, (_, at) => {
      const { Message, Start } = found.getItem(at);
      return `line ${query.slice(0, Start).split('\n').length}: ${Message}`;
    });
  };
};
