/** What may be asked of a vault, named as the service's data actions are. */
export type Operation =
  | 'certificates/create'
  | 'certificates/get'
  | 'certificates/list'
  | 'keys/create'
  | 'keys/get'
  | 'keys/getRotationPolicy'
  | 'keys/list'
  | 'keys/rotate'
  | 'keys/sign'
  | 'keys/unwrapKey'
  | 'keys/verify'
  | 'keys/wrapKey'
  | 'secrets/list'
  | 'secrets/set'
  | 'subscriptions/read';

/**
 * Who may do what, by the application id of the caller. An entry is an operation (`certificates/list`), all of a kind
 * (`keys/*`) or everything (`*`), in every vault or, with `@vault` behind it, in that one only.
 */
export type Grants = Readonly<Record<string, readonly string[]>>;

/** Without any grants everyone with a good token may do everything; with them, an unknown caller may do nothing. */
export const isGranted = (
  grants: Grants | undefined,
  applicationId: string,
  operation: Operation,
  vault: string,
): boolean => {
  if (grants === undefined) return true;
  const kind = operation.slice(0, operation.indexOf('/'));
  return (grants[applicationId] ?? []).some((entry) => {
    const [what = '', where] = entry.split('@');
    return (
      (where === undefined || where === vault) && (what === '*' || what === `${kind}/*` || what === operation)
    );
  });
};
