import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import appRoles from '../../infra/graph/app-roles.json' with { type: 'json' };
import packages from '../../infra/graph/access-packages.json' with { type: 'json' };
import { parseBicep } from '../../scripts/bicep/parse.ts';
import { checkAccessPackages } from '../../scripts/infra/access-packages.ts';
import { faultsOfAzureYaml } from '../../scripts/infra/azure-yaml.ts';
import { faultsOfUiDefinition } from '../../scripts/infra/ui-definition.ts';
import { INFRA, ROLES, ROOT } from '../support/deployment.ts';

const roles = appRoles.map(({ value }) => value);
const people = packages.packages[0]?.approvers ?? [];
/** The mapping as it is, with its first package otherwise. */
const withFirst = (over: object): unknown => ({
  ...packages,
  packages: packages.packages.map((one, index) => (index === 0 ? { ...one, ...over } : one)),
});

describe('the mapping of app roles to access packages', () => {
  test('as it is, has nothing wrong', () => {
    expect(checkAccessPackages(packages, roles)).toEqual({ errors: [], warnings: [] });
  });

  test.each([
    [{ approvers: [] }, 'Expiry Monitor watch: see: has no approvers'],
    [{ reviewers: [] }, 'Expiry Monitor watch: see: has no reviewers'],
    [
      { reviewEveryDays: 29 },
      'Expiry Monitor watch: see: is reviewed every 29 days; it must be every 30 to 365',
    ],
    [
      { reviewEveryDays: 366 },
      'Expiry Monitor watch: see: is reviewed every 366 days; it must be every 30 to 365',
    ],
    [
      { role: 'Owner' },
      'Expiry Monitor watch: see: there is no app role Owner; there are Reader, Operator, Approver, Auditor',
    ],
    [{ role: 'Operator' }, 'nobody can come to the role Reader of watch: it has no package'],
    [
      { displayName: 'Expiry Monitor watch: operate' },
      'two packages have the display name Expiry Monitor watch: operate',
    ],
    [{ requestUrl: 'http://x.example' }, 'packages.0.requestUrl: must be an https address'],
    [{ approvers: ['someone@example.org'] }, 'packages.0.approvers.0: must be the object id of a person'],
    [{ department: '' }, expect.stringMatching(/^packages\.0\.department: /)],
    [{ colour: 'blue' }, expect.stringContaining('colour')],
  ])('an error: %j', (over, error) => {
    expect(checkAccessPackages(withFirst(over), roles).errors).toContainEqual(error);
  });

  test.each([[{ reviewEveryDays: 30 }], [{ reviewEveryDays: 365 }]])(
    'at its limits it is right: %j',
    (over) => {
      expect(checkAccessPackages(withFirst(over), roles).errors).toEqual([]);
    },
  );

  test.each([
    ['approvers', people.slice(0, 2), 'has 2 approvers'],
    ['reviewers', people.slice(0, 1), 'has 1 reviewers'],
    ['approvers', [people[0], people[0], people[0]], 'has 1 approvers'],
  ])('a warning, and no error: few %s', (who, given, warning) => {
    const { errors, warnings } = checkAccessPackages(withFirst({ [who]: given }), roles);
    expect(errors).toEqual([]);
    expect(warnings).toEqual([expect.stringContaining(warning)]);
  });
});

describe('the form of the Deploy button', () => {
  const app = parseBicep('app.bicep', readFileSync(join(INFRA, 'app.bicep'), 'utf8'));
  const parameters = app.statements.flatMap((s) => (s.kind === 'param' ? [s] : []));
  const form = readFileSync(join(INFRA, 'ui', 'createUiDefinition.json'), 'utf8');

  test('as it is, has nothing wrong', () => {
    expect(faultsOfUiDefinition(form, parameters)).toEqual([]);
  });

  test.each([
    ['"mailing":', '"mail":', 'the output mail is no parameter of app.bicep'],
    ['"mailing":', '"mail":', 'the parameter mailing has no default and no output'],
    [
      "steps('watch').tenantId",
      "steps('watch').tenant",
      'the output tenants reads watch.tenant, which is not asked for',
    ],
    ["steps('watch').tenantId", "steps('watch').tenant", 'watch.tenantId is asked for and used nowhere'],
    ['"location": "[location()]",', '', 'the location is not an output'],
    ['"0.1.2-preview"', '"0.2"', 'handler and version are not those of the portal'],
    ['"A tenant id is a GUID."', '""', 'watch.tenantId does not say what is wrong'],
    ['"^https://.+$"', '"^https://(.+$"', 'people.deskUrl has the pattern ^https://(.+$, which is none'],
    ['"label": "ServiceNow"', '"label": ""', 'people.deskUrl has no label'],
  ])('with %s as %s, a fault is found', (from, to, fault) => {
    expect(form).toContain(from);
    expect(faultsOfUiDefinition(form.replace(from, to), parameters)).toContain(fault);
  });
});

describe('azure.yaml', () => {
  const text = readFileSync(join(ROOT, 'azure.yaml'), 'utf8');

  test.each([
    ['remoteBuild: false', 'remoteBuild: true', /must be false: what was tested is what is deployed/],
    ['path: infra\n', 'path: infrastructure\n', /infrastructure\/main\.bicep is not there/],
    ['  renew:\n', '  renewal:\n', /no site bears the tag azd-service-name renewal/],
    ['  renew:\n', '  renewal:\n', /the site renew is no service/],
    ['      - azd: deploy link --from-package package/app.zip\n', '', /azd up does not deploy link/],
    ['host: function', 'host: appservice', /services\.watch\.host/],
    ['provider: bicep', 'provder: bicep', /infra/],
  ])('with %j as %j, a fault is found', (from, to, fault) => {
    expect(text).toContain(from);
    expect(faultsOfAzureYaml(text.replace(from, to), ROOT, ROLES).join('\n')).toMatch(fault);
  });
});
