import { forbidden, misfits, type TypeNames } from './bicep-types.ts';
import { evaluate } from './evaluate.ts';
import type { Surroundings } from './surroundings.ts';
import type { Parameter } from './syntax.ts';
import { BicepError } from './tokens.ts';
import type { Value } from './values.ts';

/** The value of a parameter: what it was given, else its default. @throws BicepError if there is none, or it does not fit */
export const parameterValue = (
  parameter: Parameter,
  given: Value | undefined,
  types: TypeNames,
  around: Surroundings,
): Value => {
  const { name, type, otherwise, line } = parameter;
  if (given === undefined && otherwise === undefined && type.kind !== 'nullable') {
    throw new BicepError(`the parameter ${name} is not given`, line);
  }
  const value = given ?? (otherwise === undefined ? null : evaluate(otherwise, around));
  const [first] = [...misfits(value, type, types, name), ...forbidden(value, parameter)];
  if (first !== undefined) throw new BicepError(first, line);
  return value;
};
