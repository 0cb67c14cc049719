import * as z from 'zod';

/** An enterprise application, as far as its provisioning goes. */
export const enterpriseSchema = z.object({
  id: z.guid().toLowerCase(),
  appId: z.guid().toLowerCase(),
  displayName: z.string().nullish(),
  tags: z.array(z.string()).nullish(),
  notes: z.string().nullish(),
  accountEnabled: z.boolean().nullish(),
});
export const ENTERPRISE_FIELDS = 'id,appId,displayName,tags,notes,accountEnabled';

export type Enterprise = z.infer<typeof enterpriseSchema>;

/** A job that writes people into another system. What is not known of its state is no quarantine. */
export const jobSchema = z.object({
  id: z.string().regex(/^[\w.-]{1,200}$/),
  templateId: z.string().nullish(),
  status: z
    .object({
      /** `NotConfigured`, `NotRun`, `Active`, `Paused`, `Quarantine`, or what Graph may say one day. */
      code: z.string().nullish(),
      quarantine: z.object({ reason: z.string().nullish(), seriesBegan: z.string().nullish() }).nullish(),
    })
    .nullish(),
});

export type Job = z.infer<typeof jobSchema>;
