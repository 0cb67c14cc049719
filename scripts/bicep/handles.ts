import { evaluate } from './evaluate.ts';
import type { Surroundings } from './surroundings.ts';
import { type Deployed, property } from './syntax.ts';
import { BicepError } from './tokens.ts';
import {
  inText,
  is,
  isOpen,
  KIND,
  type ModuleHandle,
  type ResourceHandle,
  type Scope,
  type Value,
} from './values.ts';

/** What a resource is to those who refer to it: its id follows from its name, its parent and its scope. */
export const resourceHandle = (
  d: Deployed,
  around: Surroundings,
  place: Scope,
  isDeployed: boolean,
): ResourceHandle => {
  const asked = (name: string): Value | undefined => {
    const said = property(d.body, name);
    return said === undefined ? undefined : evaluate(said, around);
  };
  const [type = '', apiVersion = ''] = d.what.split('@');
  if (apiVersion === '') throw new BicepError(`${d.what} says no API version`, d.line);
  const own = inText(asked('name') ?? '');
  if (isOpen(own)) throw new BicepError(`the name ${own} is known only after the deployment`, d.line);
  const parent = asked('parent');
  const scope = asked('scope');
  if (type.startsWith('Microsoft.Graph/')) return handle(own, `graph:${type}/${own}`);
  if (parent !== undefined) {
    if (!is('resource', parent)) throw new BicepError('a parent is a resource', d.line);
    const last = type.split('/').at(-1) ?? '';
    if (type !== `${parent.type}/${last}`)
      throw new BicepError(`${parent.type} is no parent of ${type}`, d.line);
    return handle(`${parent.name}/${own}`, `${parent.id}/${last}/${own}`);
  }
  const base = scope !== undefined && (is('resource', scope) || is('scope', scope)) ? scope.id : place.id;
  if (type === 'Microsoft.Resources/resourceGroups') return handle(own, `${base}/resourceGroups/${own}`);
  const [provider = '', ...kinds] = type.split('/');
  const names = own.split('/');
  if (names.length !== kinds.length)
    throw new BicepError(`${own} has not the parts that ${type} wants`, d.line);
  return handle(
    own,
    `${base}/providers/${provider}/${kinds.map((kind, at) => `${kind}/${names[at] ?? ''}`).join('/')}`,
  );

  function handle(name: string, id: string): ResourceHandle {
    return { [KIND]: 'resource', type, apiVersion, name, id, isDeployed, stated: asked };
  }
};

/** What a module is to those who refer to it: its outputs, for which it is entered once. */
export const moduleHandle = (
  d: Deployed,
  around: Surroundings,
  isDeployed: boolean,
  enter: () => ReadonlyMap<string, Value>,
): ModuleHandle => {
  let outputs: ReadonlyMap<string, Value> | undefined;
  const name = property(d.body, 'name');
  return {
    [KIND]: 'module',
    name: name === undefined ? d.name : inText(evaluate(name, around)),
    isDeployed,
    outputs: () => (outputs ??= enter()),
  };
};
