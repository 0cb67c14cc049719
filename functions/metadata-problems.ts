import type { Fault } from '../lib/api/problem.ts';
import type { ShownCertificate } from '../lib/domain/federation-metadata.ts';
import { toIso } from '../lib/domain/time.ts';
import type { MetadataRefusal } from '../lib/use-cases/declare-metadata.ts';
import type { Reply } from './api.ts';

type Problem = Extract<Reply<never>, { readonly problem: string }>;

/** Why nothing became of what was said about federation metadata. */
export const metadataProblem = (refusal: MetadataRefusal): Problem => {
  switch (refusal.code) {
    case 'UNKNOWN_TENANT':
      return { problem: 'not-found', detail: 'No such tenant is watched. See the setting TENANTS.' };
    case 'UNKNOWN_METADATA':
      return {
        problem: 'not-found',
        detail: 'No such metadata is watched. GET /api/federation-metadata lists it.',
      };
    case 'UNREADABLE':
      return {
        problem: 'bad-input',
        detail: 'The file can not be taken.',
        faults: [{ at: 'xml', message: refusal.detail }],
      };
    case 'DROPS_WHAT_IS_IN_USE': {
      const { added, removed, inUse } = refusal.difference;
      return {
        problem: 'conflict',
        detail:
          'The file lacks a certificate that is in use, so nothing was changed. Have the tenant trust the new one first; or remove this metadata, and declare it anew.',
        faults: [
          ...inUse.map((one) => fault(one, 'would be dropped, and is in use')),
          ...removed.filter((one) => !inUse.includes(one)).map((one) => fault(one, 'would be removed')),
          ...added.map((one) => fault(one, 'would be added')),
        ],
      };
    }
    case 'BUSY':
      return { problem: 'conflict', detail: 'Others change it at this moment. Try again.' };
  }
};

const fault = ({ use, thumbprint, expiresAt }: ShownCertificate, what: string): Fault => ({
  at: use,
  message: `${thumbprint}, which ends on ${toIso(expiresAt)}, ${what}.`,
});
