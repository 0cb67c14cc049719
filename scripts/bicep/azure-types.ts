import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

interface Ref {
  readonly $ref: string;
}

/** A type as Azure's type data describes it; references lead into the same file. */
export type AzureType =
  | { readonly $type: 'AnyType' | 'BooleanType' }
  | { readonly $type: 'IntegerType'; readonly minValue?: number; readonly maxValue?: number }
  | {
      readonly $type: 'StringType';
      readonly minLength?: number;
      readonly maxLength?: number;
      readonly pattern?: string;
    }
  | { readonly $type: 'StringLiteralType'; readonly value: string }
  | { readonly $type: 'UnionType'; readonly elements: readonly Ref[] }
  | { readonly $type: 'ArrayType'; readonly itemType: Ref }
  | {
      readonly $type: 'ObjectType';
      readonly properties: Readonly<Record<string, AzureProperty>>;
      readonly additionalProperties?: Ref;
    }
  | {
      readonly $type: 'DiscriminatedObjectType';
      readonly discriminator: string;
      readonly baseProperties: Readonly<Record<string, AzureProperty>>;
      readonly elements: Readonly<Record<string, Ref>>;
    }
  | { readonly $type: 'ResourceType'; readonly body: Ref };

export interface AzureProperty {
  readonly type: Ref;
  /** 1 required, 2 read-only, 4 write-only. */
  readonly flags: number;
}

/** The body of a resource type, and how to follow its references. */
export interface ResourceType {
  readonly body: AzureType;
  readonly follow: (ref: Ref) => AzureType;
}

export type ResourceTypes = (resource: string) => ResourceType | undefined;

/** Where data for the checks lies: beside the project, or where the environment says. */
export const checkData = (env: Readonly<Record<string, string | undefined>>, root: string): string =>
  env['EXPIRY_MONITOR_CHECK_DATA'] ?? join(root, '..', 'shared', 'data');

/** Azure's resource types by `Microsoft.Web/sites@2025-03-01`; none where the data is not there. */
export const azureTypes = (folder: string): ResourceTypes | undefined => {
  const archive = join(folder, 'azure-types.tgz');
  if (!existsSync(archive)) return undefined;
  const files = filesInTar(gunzipSync(readFileSync(archive)));
  const index = JSON.parse(files.get('types/index.json') ?? '{}') as Record<string, [[string, number]]>;
  const parsed = new Map<string, readonly AzureType[]>();
  const typesIn = (file: string): readonly AzureType[] => {
    const known = parsed.get(file) ?? (JSON.parse(files.get(file) ?? '[]') as AzureType[]);
    parsed.set(file, known);
    return known;
  };
  return (resource) => {
    const [place] = index[resource.toLowerCase()] ?? [];
    if (place === undefined) return undefined;
    const types = typesIn(place[0]);
    const follow = ({ $ref }: Ref): AzureType =>
      types[Number($ref.replace('#/', ''))] ?? { $type: 'AnyType' };
    const type = types[place[1]];
    return type?.$type === 'ResourceType' ? { body: follow(type.body), follow } : undefined;
  };
};

const BLOCK = 512;

/** The regular files of a tar archive, by path. */
const filesInTar = (tar: Buffer): ReadonlyMap<string, string> => {
  const files = new Map<string, string>();
  for (let at = 0; at + BLOCK <= tar.length && tar[at] !== 0;) {
    const field = (from: number, length: number): string =>
      tar.toString('utf8', at + from, at + from + length).replace(/\0.*$/s, '');
    const size = Number.parseInt(field(124, 12).trim(), 8);
    const isFile = field(156, 1) === '0' || field(156, 1) === '';
    const from = at + BLOCK;
    if (isFile) files.set(field(0, 100).replace(/^\.\//, ''), tar.toString('utf8', from, from + size));
    at = from + Math.ceil(size / BLOCK) * BLOCK;
  }
  return files;
};
