import { parseArgs } from 'node:util';

export const HELP = `npm run dead-letters -- COMMAND [OPTIONS]

  list                              how many there are, where, and why
  show   --place PLACE              each of them, with its body
  replay --place PLACE --sequence N | --all   --reason TEXT [--apply]   sends it in again
  drop   --place PLACE --sequence N | --all   --reason TEXT [--apply]   removes it for good

Without --apply nothing is changed: what would be is said. What is changed is written into the audit record first.
Answers with one JSON document on stdout.

  --place PLACE     a queue, or topic/subscription, of infra/topology.json
  --settings FILE   app settings: local.settings.json, or the output of "az functionapp config appsettings list"
                    (default: the environment)
`;

const OPTIONS = {
  place: { type: 'string' },
  sequence: { type: 'string', multiple: true },
  all: { type: 'boolean', default: false },
  reason: { type: 'string' },
  apply: { type: 'boolean', default: false },
  settings: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

/** What was asked for. */
export type Asked =
  | { readonly command: 'list'; readonly settings: string | undefined }
  | { readonly command: 'show'; readonly settings: string | undefined; readonly place: string }
  | {
      readonly command: 'replay' | 'drop';
      readonly settings: string | undefined;
      readonly place: string;
      /** Undefined: all of them. */
      readonly sequences: readonly string[] | undefined;
      readonly reason: string;
      readonly apply: boolean;
    };

/** Reads the command line; undefined when only help is wanted. Throws for what makes no sense. */
export const readAsked = (args: readonly string[]): Asked | undefined => {
  const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  if (values.help) return undefined;
  const [command, ...rest] = positionals;
  if (rest.length > 0) throw new Error(`One command at a time, not ${rest.join(' ')} as well.`);
  const { settings } = values;
  if (command === 'list') return { command, settings };
  if (command !== 'show' && command !== 'replay' && command !== 'drop')
    throw new Error('The command is list, show, replay or drop; see --help.');
  const { place } = values;
  if (place === undefined) throw new Error(`${command} needs --place.`);
  if (command === 'show') return { command, settings, place };
  const { sequence, all, apply } = values;
  if ((sequence === undefined) !== all) throw new Error(`${command} needs either --sequence N or --all.`);
  const reason = values.reason?.trim() ?? '';
  if (reason === '') throw new Error(`${command} needs --reason TEXT: it goes into the audit record.`);
  return { command, settings, place, sequences: sequence, reason, apply };
};
