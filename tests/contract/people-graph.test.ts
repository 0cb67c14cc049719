import { graphApplications } from '../../lib/adapters/graph/applications-source.ts';
import { graphPeople } from '../../lib/adapters/graph/directory-people.ts';
import { sha256 } from '../../lib/adapters/system/sha256.ts';
import type { Subject } from '../../lib/domain/credential.ts';
import { objectId, type Person } from '../../lib/domain/person.ts';
import type { User } from '../../local/entra/tenant/graph-types.ts';
import type { TrapName } from '../../local/entra/tenant/traps.ts';
import { DENIAL, OUTAGE, runGraph } from '../support/graph-stand-in.ts';
import { peopleContract } from './people.contract.ts';

peopleContract('Graph', async () => {
  const graph = await runGraph();
  const { entra, tenant } = graph;
  const client = graph.client();
  const source = graphApplications({ client, tenant, digest: sha256 });
  const subjectWith = async (trap: TrapName): Promise<Subject> => {
    const found = await source.look(graph.trapped(trap).id);
    if (!found.ok || found.value === undefined) throw new Error(`Nothing carries the trap ${trap}.`);
    return found.value;
  };
  const personOf = ({ id, displayName, mail, userPrincipalName, accountEnabled }: User): Person => ({
    tenant: tenant.id,
    objectId: objectId(id),
    displayName,
    mail: mail ?? undefined,
    userPrincipalName,
    enabled: accountEnabled,
  });
  const person = (key: string): Person =>
    personOf(entra.tenant.people.find((known) => known.key === key)!.user);
  return {
    people: graphPeople({ clientFor: () => client }),
    tenant: tenant.id,
    someone: person('lucia.fernandez'),
    whoLeft: person('greta.olsen'),
    manager: person(
      entra.tenant.people.find(({ key }) => key === 'lucia.fernandez')?.manager ?? 'nobody is named',
    ),
    stranger: {
      objectId: '00000000-0000-4000-8000-000000000000',
      userPrincipalName: 'nobody@elsewhere.example',
    },
    wellOwned: { subject: await subjectWith('many-owners'), owners: 25 },
    byPrincipal: { subject: await subjectWith('owner-on-service-principal'), owner: person('miguel.santos') },
    unowned: await subjectWith('no-owner'),
    group: {
      mail: 'retail-owners@northwind.example',
      members: ['asha.rao', 'jonas.becker', 'nadia.haddad', 'lee.harper', 'greta.olsen'].map(person),
    },
    largeGroup: 'all-staff@northwind.example',
    goAway: () => {
      graph.fault(OUTAGE);
    },
    deny: () => {
      graph.fault(DENIAL);
    },
    comeBack: graph.comeBack,
    stop: graph.stop,
  };
});
