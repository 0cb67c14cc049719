import { isLeftAlone } from '../domain/findings.ts';
import type { Tenant } from '../domain/tenant.ts';
import { toIso } from '../domain/time.ts';
import { survey, type Surveyed, type SurveyDeps } from './survey.ts';

interface Deps extends SurveyDeps {
  readonly tenants: readonly Tenant[];
}

/** Expired, and nobody needs it: a successor does its work, or it had long been out of use when it ended. */
export const isClutter = ({ explanation: { findings, memory, verdict } }: Surveyed): boolean =>
  findings.includes(CLUTTER) || (memory.findings.includes(CLUTTER) && !isLeftAlone(verdict));

/** The judge may have asked when it was last used, which nobody does here: what it found is remembered. */
const CLUTTER = 'unused-expired';

/** Everything that can be removed, the longest expired first. */
export const listCleanUp = (deps: Deps) => async () => {
  const all = survey(deps);
  const found: Surveyed[] = [];
  for (const { id } of deps.tenants) for await (const one of all(id)) if (isClutter(one)) found.push(one);
  return found
    .sort((a, b) => (a.credential.expiresAt ?? 0) - (b.credential.expiresAt ?? 0))
    .map(({ subject, credential }) => ({
      tenant: subject.tenant,
      environment: subject.environment,
      source: subject.source,
      subjectId: subject.id,
      subject: subject.name,
      credentialId: credential.id,
      kind: credential.kind,
      keyId: credential.keyId,
      ...(credential.name === undefined ? {} : { name: credential.name }),
      ...(credential.expiresAt === undefined ? {} : { expiresAt: toIso(credential.expiresAt) }),
      ...(credential.lastUsedAt === undefined ? {} : { lastUsedAt: toIso(credential.lastUsedAt) }),
    }));
};
