import type { PublishedEvent } from './catalogue.ts';

/** From the data of an event to the name of its application property, for subscription filters. */
export const FILTERABLE = {
  stage: 'stage',
  severity: 'severity',
  tenantId: 'tenant',
  environment: 'environment',
  credentialSource: 'source',
  credentialKind: 'credentialKind',
  daysRemaining: 'daysRemaining',
  ownerTeam: 'ownerTeam',
  finding: 'finding',
  coverage: 'coverage',
} as const;

/** So that a team can subscribe with `environment = 'LIVE' AND daysRemaining <= 14`. */
export const propertiesOf = (event: PublishedEvent): Record<string, string | number | boolean> => {
  const properties: Record<string, string | number | boolean> = { eventType: event.type };
  const data: Readonly<Record<string, unknown>> = event.data;
  for (const [field, property] of Object.entries(FILTERABLE)) {
    const value = data[field];
    if (typeof value === 'string' || typeof value === 'number') properties[property] = value;
  }
  return properties;
};
