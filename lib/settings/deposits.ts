import * as z from 'zod';
import { APP_ID, type DepositRule } from '../domain/deposit.ts';
import { https, json } from './types.ts';

const rule = z
  .strictObject({
    application: z.guid().toLowerCase().optional(),
    label: z.string().min(1).optional(),
    vault: https.refine((url) => url.pathname === '/' && url.search === '' && url.hash === '', {
      error: 'must be the address of a vault alone, such as https://kv-payments.vault.azure.net',
    }),
    secret: z
      .string()
      .refine((name) => /^[0-9A-Za-z-]{1,127}$/.test(name.replaceAll(APP_ID, '0'.repeat(36))), {
        error: 'must be a name of up to 127 letters, digits and hyphens; {appId} stands for the client id',
      }),
  })
  .refine(({ application, label }) => application !== undefined || label !== undefined, {
    error: 'needs `application` or `label`: nothing else says whose secrets are meant',
  })
  .refine(({ application, secret }) => application !== undefined || secret.includes(APP_ID), {
    error: 'is for all that have the label, so `secret` must hold {appId}: they would overwrite each other',
    path: ['secret'],
  })
  .transform(({ application, label, vault, secret }): DepositRule => ({
    application,
    label,
    vault: vault.origin,
    secret,
  }));

const placeOf = ({ vault, secret, application = '' }: DepositRule): string =>
  `${vault}/${secret.includes(APP_ID) ? application : secret.toLowerCase()}`;

/** Which new secrets go straight into a vault; none, if not said. */
export const DEPOSITS = json(
  z.array(rule).superRefine((rules, context) => {
    rules.forEach((one, index) => {
      if (one.application === undefined || one.secret.includes(APP_ID)) return;
      const before = rules.findIndex((other) => placeOf(other) === placeOf(one));
      if (before < index && rules[before]?.application !== one.application)
        context.addIssue({
          code: 'custom',
          path: [index],
          message: `puts its secret where rule ${before} puts another's: give it a name of its own`,
        });
    });
  }),
)
  .default([])
  .describe(
    'Whose new secrets go straight into a Key Vault instead of a link, as JSON: a list of `{"application": …, "vault": …, "secret": …}`, or with `label` in place of `application`. The first that fits counts.',
  );
