import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import * as z from 'zod';

const hook = z.strictObject({ shell: z.enum(['sh', 'pwsh']), run: z.string().min(1) });

/** As much of azd's schema as we use; a key that azd would pass over in silence is refused. */
const azureYaml = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]*$/),
  metadata: z.strictObject({ template: z.string() }),
  infra: z.strictObject({
    provider: z.literal('bicep'),
    layers: z.array(
      z.strictObject({
        name: z.string(),
        path: z.string(),
        module: z.string(),
        dependsOn: z.array(z.string()).optional(),
      }),
    ),
  }),
  services: z.record(
    z.string(),
    z.strictObject({
      project: z.string(),
      language: z.enum(['js', 'ts']),
      host: z.literal('function'),
      remoteBuild: z.literal(false, { error: 'must be false: what was tested is what is deployed' }),
    }),
  ),
  hooks: z.partialRecord(z.enum(['preup', 'preprovision', 'postprovision', 'predeploy', 'postdeploy']), hook),
  workflows: z.strictObject({ up: z.strictObject({ steps: z.array(z.strictObject({ azd: z.string() })) }) }),
});

/**
 * What is wrong in azure.yaml.
 * @param tags the `azd-service-name` of each site that is made
 */
export const faultsOfAzureYaml = (text: string, root: string, tags: readonly string[]): readonly string[] => {
  const parsed = azureYaml.safeParse(parse(text));
  if (!parsed.success)
    return parsed.error.issues.map(({ path, message }) => `azure.yaml: ${path.join('.')}: ${message}`);
  const { services, infra, workflows } = parsed.data;
  const names = Object.keys(services);
  const steps = workflows.up.steps.map(({ azd }) => azd.split(' '));
  return [
    ...infra.layers
      .filter(({ path, module }) => !existsSync(join(root, path, `${module}.bicep`)))
      .map(({ path, module }) => `azure.yaml: ${path}/${module}.bicep is not there`),
    ...infra.layers
      .filter(({ path, module }) => !existsSync(join(root, path, `${module}.parameters.json`)))
      .map(({ path, module }) => `azure.yaml: ${path}/${module}.parameters.json is not there`),
    ...names
      .filter((name) => !tags.includes(name))
      .map((name) => `azure.yaml: no site bears the tag azd-service-name ${name}`),
    ...tags
      .filter((tag) => !names.includes(tag))
      .map((tag) => `azure.yaml: the site ${tag} is no service, so azd deploys nothing to it`),
    ...names
      .filter((name) => !steps.some(([verb, service]) => verb === 'deploy' && service === name))
      .map((name) => `azure.yaml: azd up does not deploy ${name}`),
  ];
};
