import * as z from 'zod';

/** Event Grid's own documentation shows keys and values with blanks around them. */
const trimmedKeys = (value: unknown): unknown =>
  typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).map(([key, part]) => [key.trim(), part]))
    : value;

/** What Key Vault says of one of its objects. Dates and versions are left: whoever is told reads the object itself. */
const data = z.preprocess(trimmedKeys, z.object({ Id: z.string().trim().pipe(z.url()) }));

/** As a CloudEvent, or in Event Grid's own schema. */
const one = z.union([
  z
    .object({ specversion: z.literal('1.0'), type: z.string(), data: z.unknown() })
    .transform(({ type, data: said }) => ({ type, said })),
  z
    .object({ eventType: z.string(), data: z.unknown() })
    .transform(({ eventType: type, data: said }) => ({ type, said })),
]);

/** A message of the topic key-vault-events: one event, or, in Event Grid's own schema, a list. */
export const keyVaultMessage = z.union([one.transform((event) => [event]), z.array(one).min(1)]);

/** Object types whose events lead to a re-reading: `Microsoft.KeyVault.CertificateNearExpiry`. */
const ABOUT_OBJECTS = /^Microsoft\.KeyVault\.(?:Certificate|Key|Secret)[A-Za-z]+$/;

export const isAboutObject = (type: string): boolean => ABOUT_OBJECTS.test(type);

/** Where the object of an event is: `host/certificates/name`. Undefined when it does not say. */
export const objectOf = (said: unknown): string | undefined => {
  const parsed = data.safeParse(said);
  if (!parsed.success) return undefined;
  const { hostname, pathname } = new URL(parsed.data.Id);
  const [collection, name] = pathname.split('/').filter((part) => part !== '');
  const isKnown = collection === 'certificates' || collection === 'keys' || collection === 'secrets';
  return isKnown && name !== undefined ? `${hostname}/${collection}/${name}` : undefined;
};
