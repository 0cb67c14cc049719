import { ok } from '../../domain/result.ts';
import type { Incidents } from '../../ports/incidents.ts';
import type { ServiceNowClient } from './servicenow-client.ts';
import { rejected } from './servicenow-failure.ts';
import { OURS } from './servicenow-items.ts';
import { groupIdOf } from './servicenow-people.ts';
import { equals, query } from './servicenow-query.ts';
import { INCIDENT_FIELDS, incidentRow, many, one } from './servicenow-schema.ts';
import { plainBlock, plainWords } from './servicenow-text.ts';

const TABLE = '/api/now/table/incident';
const READ = { sysparm_fields: INCIDENT_FIELDS, sysparm_exclude_reference_link: 'true' };

/** Incidents of one instance, one for each key for as long as it is open. */
export const serviceNowIncidents = (client: ServiceNowClient): Incidents => ({
  report: async ({ key, title, text, group }) => {
    const parameters = {
      ...READ,
      sysparm_query: query([equals('correlation_id', key), equals('active', 'true')], ['sys_created_on']),
      sysparm_limit: '5',
      sysparm_no_count: 'true',
    };
    const found = await client.call({ method: 'GET', path: TABLE, parameters }, many(incidentRow));
    if (!found.ok) return found;
    const rows = found.value.result;
    if (!rows.every((row) => row.correlation_id === key))
      return rejected('The desk answers with other incidents: it does not know the column that we ask by');
    const [known] = rows;
    if (known !== undefined) {
      const noted = await client.call(
        { method: 'PATCH', path: `${TABLE}/${known.sys_id}`, body: { work_notes: plainBlock(text) } },
        one(incidentRow),
      );
      return noted.ok ? ok({ id: known.sys_id, number: known.number }) : noted;
    }
    const assigned = group === undefined ? ok(undefined) : await groupIdOf(client, group);
    if (!assigned.ok) return assigned;
    const body = {
      short_description: plainWords(title),
      description: plainBlock(text),
      // Sign-ins fail, or are about to.
      impact: '2',
      urgency: '1',
      correlation_id: key,
      correlation_display: OURS,
      ...(assigned.value === undefined ? {} : { assignment_group: assigned.value }),
    };
    const made = await client.call({ method: 'POST', path: TABLE, parameters: READ, body }, one(incidentRow));
    if (!made.ok) return made;
    const { sys_id: id, number } = made.value.result;
    return ok({ id, number });
  },
});
