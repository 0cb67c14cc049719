import { advance } from '../../lib/domain/renewal-advance.ts';
import { type ActiveRenewal, active, type Refusal } from '../../lib/domain/renewal.ts';
import { stepOf } from '../../lib/domain/renewal-step.ts';
import { days, hours, plus } from '../../lib/domain/time.ts';
import { aRenewal, commandsAt, type CommandKind, NOW, STATES } from '../../tests/support/builders.ts';

type State = ActiveRenewal['state'];

/** What a command makes of a state: where it leads, and what refuses it besides being out of order. */
interface Outcome {
  readonly state: State;
  readonly command: CommandKind;
  readonly to: readonly State[];
  readonly refusals: readonly Refusal[];
}

/** Some rules ask the clock: at once, within the hour, after a fortnight, after a month. */
const TIMES = [NOW, plus(NOW, hours(2)), plus(NOW, days(15)), plus(NOW, days(40))];
/** They come in every state that has not ended, and leave it where it is. */
const ANYWHERE: readonly CommandKind[] = ['tend', 'postpone'];

/** A renewal in a state, and the same with nobody to receive what is made: some rules ask for that. */
const variants = (state: State): readonly ActiveRenewal[] => {
  const renewal: ActiveRenewal = aRenewal(state);
  return [renewal, { ...renewal, recipient: undefined }];
};

const outcome = (state: State, command: CommandKind): Outcome => {
  const results = variants(state).flatMap((renewal) => {
    const attempt = renewal.state === 'issuing' ? renewal.attempt : 1;
    return TIMES.map((now) => advance(renewal, commandsAt(now, attempt)[command]));
  });
  return {
    state,
    command,
    to: [...new Set(results.flatMap((result) => (result.ok ? [active(result.value).state] : [])))],
    refusals: [...new Set(results.flatMap((result) => (result.ok ? [] : [result.failure])))].filter(
      (refusal) => refusal !== 'OUT_OF_ORDER',
    ),
  };
};

/** All that the one function of the state machine answers, tried state by state and command by command. */
const outcomes = (): readonly Outcome[] => {
  const commands = (Object.keys(commandsAt(NOW)) as CommandKind[]).filter((kind) => !ANYWHERE.includes(kind));
  return STATES.flatMap((state) => commands.map((command) => outcome(state, command)));
};

const code = (text: string): string => `\`${text}\``;

const row = (state: State, all: readonly Outcome[]): string => {
  const step = stepOf(aRenewal(state));
  const moves = all
    .filter((one) => one.state === state && (one.to.length > 0 || one.refusals.length > 0))
    .map(({ command, to, refusals }) => {
      const where = to.length === 0 ? 'refused' : to.map(code).join(' or ');
      const unless = refusals.length === 0 ? '' : ` (may be refused: ${refusals.map(code).join(', ')})`;
      return `${code(command)} → ${where}${unless}`;
    });
  return `| ${code(state)} | ${step === undefined ? '' : code(step)} | ${moves.join('<br>')} |`;
};

/** Lines that lead somewhere else; what a state does within itself, and calling off, would hide the others. */
const arrows = (all: readonly Outcome[]): readonly string[] => [
  ...new Set(
    all.flatMap(({ state, command, to }) =>
      command === 'cancel' || command === 'adopt'
        ? []
        : to.filter((next) => next !== state).map((next) => `  ${state} --> ${next}: ${command}`),
    ),
  ),
];

/** The state machine of renewals, for docs/renewals.md. */
export const renewalTables = (): Readonly<Record<'diagram' | 'states', string>> => {
  const all = outcomes();
  return {
    diagram: [
      '```mermaid',
      'stateDiagram-v2',
      '  [*] --> requesting',
      ...arrows(all).map((line) =>
        line.replaceAll(/\b(\w+(?:-\w+)+)\b(?=.*:)/g, (name) => name.replaceAll('-', '_')),
      ),
      '```',
    ].join('\n'),
    states: [
      '| State | Waits for the step | Moves by |',
      '| --- | --- | --- |',
      ...STATES.map((state) => row(state, all)),
    ].join('\n'),
  };
};
