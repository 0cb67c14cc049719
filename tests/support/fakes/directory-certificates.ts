import { fail, ok } from '../../../lib/domain/result.ts';
import type { ApplicationCertificates } from '../../../lib/ports/application-certificates.ts';
import type { Holder } from '../../../lib/ports/credential-issuer.ts';
import { type FakeApplication, thumbprintOfKey } from './directory-records.ts';
import type { DirectoryState } from './directory-state.ts';

/** The certificates of a directory in memory. */
export const certificatesOf = (state: DirectoryState): ApplicationCertificates => {
  const { tenant, clock, applications, down, shown, change, addCredential, trouble } = state;
  const holderOf = ({ tenant: of, nativeId }: Holder): FakeApplication | undefined =>
    of === tenant.id ? applications.get(nativeId) : undefined;
  const missing = () => fail({ code: 'NOT_FOUND', detail: 'There is no such application.' });
  const lost = () => fail({ code: 'UNAVAILABLE', detail: 'The answer is lost.' });
  return {
    held: (holder) => {
      const application = holderOf(holder);
      if (application === undefined) return Promise.resolve(down() ?? missing());
      const keys = shown(application).credentials.filter(({ kind }) => kind !== 'client-secret');
      return Promise.resolve(
        down() ??
          ok(
            keys.map(({ keyId, name, thumbprint }) => ({
              keyId,
              name,
              thumbprint: thumbprint ?? thumbprintOfKey(keyId),
            })),
          ),
      );
    },
    add: (holder, { keyId, name, startsAt, expiresAt, thumbprint }) => {
      const application = holderOf(holder);
      const failed = down() ?? (application === undefined ? missing() : undefined);
      if (failed !== undefined) return Promise.resolve(failed);
      if (application?.credentials.some((one) => one.keyId === keyId) === true)
        return Promise.resolve(ok(undefined));
      const mishap = trouble.nextAdd;
      trouble.nextAdd = undefined;
      if (mishap === 'refuse' || expiresAt <= clock.now())
        return Promise.resolve(fail({ code: 'REJECTED', detail: 'A rule of the tenant forbids it.' }));
      const kind = 'client-certificate';
      addCredential(holder.nativeId, { kind, keyId, name, startsAt, expiresAt, thumbprint });
      return Promise.resolve(mishap === 'lose the answer' ? lost() : ok(undefined));
    },
    remove: (holder, keyId) => {
      const failed = down();
      if (failed !== undefined) return Promise.resolve(failed);
      const application = holderOf(holder);
      if (application !== undefined) {
        const credentials = application.credentials.filter((one) => one.keyId !== keyId);
        change(holder.nativeId, { credentials });
      }
      return Promise.resolve(ok(undefined));
    },
  };
};
