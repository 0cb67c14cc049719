import { credentialMeant, type EnvironmentNames, type Question, tenantsMeant } from '../domain/adoption.ts';
import type { Credential, Subject } from '../domain/credential.ts';
import type { Tenant } from '../domain/tenant.ts';
import type { DeskRequest, DeskRequests } from '../ports/desk-requests.ts';
import type { Subjects, SubjectState } from '../ports/subjects.ts';
import { adoptOne, type AdoptDeps } from './adopt-one.ts';
import { askOnRequest } from './ask-on-request.ts';
import { eachDue, unreadable } from './each-due.ts';

interface Deps extends AdoptDeps {
  readonly deskRequests: DeskRequests;
  readonly subjects: Subjects;
  readonly tenants: readonly Tenant[];
  readonly environmentNames: EnvironmentNames;
}

/** Whose ids can be compared; what else stands in the form is no application's. */
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Takes up the requests that people opened at the desk: each becomes a renewal like any other, or its people are asked
 * what is missing. Nothing is issued by that; the request is approved as all are.
 */
export const adoptRequests = (deps: Deps) => {
  const adopt = adoptOne(deps);
  const ask = askOnRequest(deps);

  /** Of the applications that are asked for, in one pass over what is watched. */
  const applicationsOf = async (ids: ReadonlySet<string>): Promise<readonly Subject[]> => {
    const found: Subject[] = [];
    for (const { id: tenant } of deps.tenants)
      for await (const { facts, goneAt } of deps.subjects.list(tenant, unreadable(deps.log)))
        if (goneAt === undefined && ids.has(facts.appId ?? '')) found.push(facts);
    return found satisfies readonly SubjectState['facts'][];
  };

  const meant = (
    request: DeskRequest,
    applications: readonly Subject[],
  ): { readonly subject: Subject; readonly credential: Credential } | Question => {
    const tenants = tenantsMeant(deps.environmentNames, request.environment, deps.tenants);
    if (tenants.length === 0) return { code: 'UNKNOWN_ENVIRONMENT' };
    const [subject, another] = applications.filter(
      ({ appId, tenant }) => appId === appIdOf(request) && tenants.some(({ id }) => id === tenant),
    );
    if (subject === undefined || another !== undefined) return { code: 'UNKNOWN_APPLICATION' };
    const credential = credentialMeant(subject, request);
    return 'code' in credential ? credential : { subject, credential };
  };

  return async (): Promise<{ readonly adopted: number; readonly asked: number }> => {
    const open = await deps.deskRequests.unclaimed();
    if (!open.ok) {
      deps.log('STEP_POSTPONED', { step: 'adopt-request', failure: open.failure.code });
      return { adopted: 0, asked: 0 };
    }
    const ids = new Set(open.value.map(appIdOf).filter((id) => GUID.test(id)));
    const applications = ids.size === 0 ? [] : await applicationsOf(ids);
    let [adopted, asked] = [0, 0];
    const one = async (request: DeskRequest): Promise<void> => {
      const what = meant(request, applications);
      const question = 'code' in what ? what : await adopt(request, what.subject, what.credential);
      if (question === 'adopted') adopted += 1;
      else if (question !== 'later' && (await ask(request, question))) asked += 1;
    };
    const { outage } = await eachDue(open.value, deps.log, ({ ticket }) => ticket.number, one);
    if (outage !== undefined) throw outage;
    return { adopted, asked };
  };
};

const appIdOf = ({ applicationId }: DeskRequest): string => applicationId.trim().toLowerCase();
