/** A question of a catalog item's form. */
export interface Variable {
  readonly name: string;
  readonly sysId: string;
  readonly label: string;
  readonly mandatory: boolean;
}

/** The one thing that can be ordered here. */
export const CATALOG_ITEM = {
  sysId: '5a1f0c3e87d24b6f9e20c4d18b7a6e35',
  name: 'Entra Id - Renew App Registration Certificate / Secret',
  shortDescription: 'A new client secret or certificate for an app registration, before the old one expires.',
} as const;

const variable = (name: string, sysId: string, label: string, mandatory = true): Variable => ({
  name,
  sysId,
  label,
  mandatory,
});

/** The form of the catalog item, in the order in which it is read. */
export const VARIABLES: readonly Variable[] = [
  variable('application_name', '0d5b71c2e8f94a3ab6c0d7e19f482a01', 'Application Name'),
  variable('application_id', '0d5b71c2e8f94a3ab6c0d7e19f482a02', 'Application ID'),
  variable('environment', '0d5b71c2e8f94a3ab6c0d7e19f482a03', 'Environment'),
  variable('update_kind', '0d5b71c2e8f94a3ab6c0d7e19f482a04', 'Please select what you would like to update'),
  variable('old_secret_expiry_date', '0d5b71c2e8f94a3ab6c0d7e19f482a05', 'Old Secret Expiry Date'),
  variable('requested_for', '0d5b71c2e8f94a3ab6c0d7e19f482a06', 'Requested for'),
  variable('correlation', '0d5b71c2e8f94a3ab6c0d7e19f482a07', 'Correlation', false),
  variable('revision', '0d5b71c2e8f94a3ab6c0d7e19f482a08', 'Revision', false),
  variable('playbook', '0d5b71c2e8f94a3ab6c0d7e19f482a09', 'Playbook', false),
];
