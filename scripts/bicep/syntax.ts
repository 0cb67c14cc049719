/** Where something is written, so that a fault can say so. */
interface Written {
  readonly line: number;
}

/** A Bicep expression. */
export type Expression = Written &
  (
    | { readonly kind: 'literal'; readonly value: string | number | boolean | null }
    | { readonly kind: 'interpolated'; readonly parts: readonly (string | Expression)[] }
    | { readonly kind: 'name'; readonly name: string }
    | { readonly kind: 'object'; readonly properties: readonly Property[] }
    | { readonly kind: 'array'; readonly items: readonly Expression[] }
    | { readonly kind: 'member'; readonly of: Expression; readonly name: string; readonly safe: boolean }
    | { readonly kind: 'index'; readonly of: Expression; readonly index: Expression; readonly safe: boolean }
    | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] }
    | { readonly kind: 'method'; readonly of: Expression; readonly name: string }
    | { readonly kind: 'unary'; readonly operator: '!' | '-'; readonly value: Expression }
    | {
        readonly kind: 'binary';
        readonly operator: string;
        readonly left: Expression;
        readonly right: Expression;
      }
    | {
        readonly kind: 'ternary';
        readonly test: Expression;
        readonly yes: Expression;
        readonly no: Expression;
      }
    | { readonly kind: 'lambda'; readonly parameters: readonly string[]; readonly body: Expression }
    | Loop
  );

/** `[for (item, index) in over: body]`, with `when` where an `if` stands before the body. */
export interface Loop extends Written {
  readonly kind: 'loop';
  readonly item: string;
  readonly index: string | undefined;
  readonly over: Expression;
  readonly when: Expression | undefined;
  readonly body: Expression;
}

export interface Property extends Written {
  readonly key: Expression;
  readonly value: Expression;
}

/** The type of a parameter, an output or a field. */
export type TypeSyntax =
  | { readonly kind: 'named'; readonly name: string }
  | { readonly kind: 'literal'; readonly value: string | number | boolean }
  | { readonly kind: 'union'; readonly of: readonly TypeSyntax[] }
  | { readonly kind: 'list'; readonly of: TypeSyntax }
  | { readonly kind: 'nullable'; readonly of: TypeSyntax }
  | { readonly kind: 'fields'; readonly fields: ReadonlyMap<string, TypeSyntax> };

export interface Decorator {
  readonly name: string;
  readonly args: readonly Expression[];
}

interface Named extends Written {
  readonly name: string;
  readonly decorators: readonly Decorator[];
}

/** A resource or a module; of a loop, the body is what is made for each. */
export interface Deployed extends Named {
  readonly kind: 'resource' | 'module';
  /** `Microsoft.Web/sites@2025-03-01`, or the path of the module. */
  readonly what: string;
  readonly existing: boolean;
  readonly when: Expression | undefined;
  readonly loop: Loop | undefined;
  readonly body: Expression;
}

export type Parameter = Named & {
  readonly kind: 'param';
  readonly type: TypeSyntax;
  readonly otherwise: Expression | undefined;
};
export type Variable = Named & { readonly kind: 'var'; readonly value: Expression };
export type Output = Named & {
  readonly kind: 'output';
  readonly type: TypeSyntax;
  readonly value: Expression;
};
export type TypeDeclaration = Named & { readonly kind: 'type'; readonly type: TypeSyntax };

export type Statement = Parameter | Variable | Output | TypeDeclaration | Deployed;

/** A Bicep file as it is written. */
export interface BicepFile {
  readonly path: string;
  readonly targetScope: 'resourceGroup' | 'subscription';
  readonly extensions: readonly string[];
  /** Types that other files export. */
  readonly imports: readonly {
    readonly names: readonly string[];
    readonly from: string;
    readonly line: number;
  }[];
  readonly statements: readonly Statement[];
}

/** A property of a body as it is written. */
export const property = (body: Expression, name: string): Expression | undefined =>
  body.kind === 'object'
    ? body.properties.find(({ key }) => key.kind === 'literal' && key.value === name)?.value
    : undefined;
