import type { Parameter } from '../bicep/syntax.ts';

interface Element {
  readonly name?: string;
  readonly type?: string;
  readonly label?: string;
  readonly toolTip?: string;
  readonly defaultValue?: unknown;
  readonly constraints?: {
    readonly required?: boolean;
    readonly validations?: readonly { readonly regex?: string; readonly message?: string }[];
  };
}
interface Definition {
  readonly handler?: string;
  readonly version?: string;
  readonly parameters?: {
    readonly basics?: readonly Element[];
    readonly steps?: readonly {
      readonly name: string;
      readonly label?: string;
      readonly elements: readonly Element[];
    }[];
    readonly outputs?: Readonly<Record<string, string>>;
  };
}

/** What is wrong in the form of the Deploy button, by the rules that the portal's own test kit has for forms. */
export const faultsOfUiDefinition = (text: string, parameters: readonly Parameter[]): readonly string[] => {
  const { handler, version, parameters: form } = JSON.parse(text) as Definition;
  const steps = form?.steps ?? [];
  const outputs = form?.outputs ?? {};
  const elements = steps.flatMap((step) => step.elements.map((element) => ({ step: step.name, element })));
  const names = new Set(elements.map(({ step, element }) => `${step}.${element.name ?? ''}`));
  const taken = new Set(parameters.map(({ name }) => name));
  const wanted = parameters.filter(
    ({ otherwise, type }) => otherwise === undefined && type.kind !== 'nullable',
  );
  const referred = Object.entries(outputs).flatMap(([output, expression]) =>
    [...expression.matchAll(/steps\('(\w+)'\)\.(\w+)/g)].map(([, step = '', name = '']) => ({
      output,
      name: `${step}.${name}`,
    })),
  );
  const used = new Set(referred.map(({ name }) => name));
  return [
    ...(handler === 'Microsoft.Azure.CreateUIDef' && version === '0.1.2-preview'
      ? []
      : ['handler and version are not those of the portal']),
    ...Object.keys(outputs)
      .filter((name) => !taken.has(name))
      .map((name) => `the output ${name} is no parameter of app.bicep`),
    ...wanted
      .filter(({ name }) => !(name in outputs))
      .map(({ name }) => `the parameter ${name} has no default and no output`),
    ...('location' in outputs ? [] : ['the location is not an output']),
    ...referred
      .filter(({ name }) => !names.has(name))
      .map(({ output, name }) => `the output ${output} reads ${name}, which is not asked for`),
    ...[...names].filter((name) => !used.has(name)).map((name) => `${name} is asked for and used nowhere`),
    ...elements.flatMap(({ step, element }) => faultsOfElement(`${step}.${element.name ?? ''}`, element)),
  ];
};

const faultsOfElement = (
  name: string,
  { type, label, toolTip, defaultValue, constraints }: Element,
): readonly string[] => [
  ...(label === undefined || label === '' ? [`${name} has no label`] : []),
  ...(toolTip === undefined || toolTip === '' ? [`${name} has no tip`] : []),
  ...(type === 'Microsoft.Common.TextBox' && defaultValue === undefined
    ? [`${name} has no default, not even an empty one`]
    : []),
  ...(constraints?.validations ?? []).flatMap(({ regex, message }) => [
    ...(regex !== undefined && (message === undefined || message === '')
      ? [`${name} does not say what is wrong`]
      : []),
    ...(regex !== undefined && !isPattern(regex) ? [`${name} has the pattern ${regex}, which is none`] : []),
  ]),
];

const isPattern = (regex: string): boolean => {
  try {
    new RegExp(regex);
    return true;
  } catch {
    return false;
  }
};
