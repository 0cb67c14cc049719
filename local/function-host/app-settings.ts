import { StartError } from './start-error.ts';

/** The app settings: the environment of the process. */
export type AppSettings = Readonly<Record<string, string | undefined>>;

/** Replaces each `%NAME%` by the setting of that name, as bindings may write schedules and entity names. */
export const resolveSettings = (text: string, settings: AppSettings, where: string): string =>
  text.replaceAll(/%([^%]+)%/g, (_match, name: string) => {
    const value = settings[name];
    if (value === undefined) throw new StartError(`${where} needs the setting ${name}, which is not set.`);
    return value;
  });

/** Whether `AzureWebJobs.<name>.Disabled` turns a function off. */
export const isDisabled = (name: string, settings: AppSettings): boolean => {
  // Linux forbids dots in the names of settings, so Azure offers underscores besides.
  const value = settings[`AzureWebJobs.${name}.Disabled`] ?? settings[`AzureWebJobs_${name}_Disabled`];
  return value !== undefined && /^(true|1)$/i.test(value);
};

/** Where a connection leads: with a secret in a string, or by identity to a namespace. */
export type Connection =
  | { readonly kind: 'string'; readonly connectionString: string }
  | { readonly kind: 'identity'; readonly namespace: string; readonly clientId: string | undefined };

/** The connection that a binding names: setting X, `X__fullyQualifiedNamespace`, or the same with `AzureWebJobs` before. */
export const resolveConnection = (name: string, settings: AppSettings, where: string): Connection => {
  for (const key of [name, `AzureWebJobs${name}`]) {
    const connectionString = settings[key];
    if (connectionString !== undefined && connectionString !== '')
      return { kind: 'string', connectionString };
    const namespace = settings[`${key}__fullyQualifiedNamespace`];
    if (namespace !== undefined && namespace !== '') {
      return { kind: 'identity', namespace, clientId: settings[`${key}__clientId`] };
    }
  }
  throw new StartError(
    `${where} needs the connection ${name}: set ${name} or ${name}__fullyQualifiedNamespace.`,
  );
};
