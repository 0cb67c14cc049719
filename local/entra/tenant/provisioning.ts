import type { Origin } from './build-application.ts';
import { DAY, graphTime } from './graph-time.ts';
import type { PrincipalSpec } from './principal-spec.ts';

/** The provisioning jobs of an enterprise application, as Graph shows them. */
export const provisioningJobs = (
  { dice, epoch }: Pick<Origin, 'dice' | 'epoch'>,
  spec: PrincipalSpec | undefined,
): readonly object[] =>
  (spec?.provisioning ?? []).map(({ template, code, since }, nth) => ({
    id: `${template}.${dice.text(32, '0123456789abcdef', 'job', spec?.name ?? '', nth)}`,
    templateId: template,
    schedule: { expiration: null, interval: 'PT40M', state: code === 'Active' ? 'Active' : 'Paused' },
    status: {
      code,
      countSuccessiveCompleteFailures: since === undefined ? 0 : 12,
      escrowsPruned: false,
      quarantine:
        since === undefined
          ? null
          : {
              currentBegan: graphTime(epoch + since * DAY),
              seriesBegan: graphTime(epoch + since * DAY),
              nextAttempt: graphTime(epoch + (since + 3) * DAY),
              reason: 'EncounteredQuarantineException',
              error: { code: 'SystemForCrossDomainIdentityManagementCredentialValidationUnsuccessful' },
            },
      progress: [],
    },
  }));
