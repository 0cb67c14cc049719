import { afterEach, describe, expect, test } from '@jest/globals';
import { FEW_RENEWALS } from '../support/whole/policies.ts';
import { textIn } from '../support/whole/watcher.ts';
import { endWholes, startWhole } from '../support/whole/whole.ts';

/** The only owner of an application whose secret ends within the week. */
const OWNER = 'olivier.martin';

describe('when the mail with a link comes back', () => {
  afterEach(endWholes);

  test('the provider says so, the link ends, the secret goes, and the others have theirs', async () => {
    const whole = await startWhole({ settings: { POLICY: FEW_RENEWALS } });
    const { surroundings, watcher, recipient, bus } = whole;
    const owner = surroundings.tenant.people.find(({ userPrincipalName }) =>
      userPrincipalName.startsWith(`${OWNER}@`),
    );
    await fetch(`${surroundings.mail.pageUrl}/stand-in/returns`, {
      method: 'POST',
      body: JSON.stringify({ to: owner?.mail, type: 'blocked' }),
    });
    const seen = (what: string) => watcher.sights.filter((sight) => sight.what === what);
    const takenBack = () =>
      seen('renewal.rollover-step').filter((sight) => textIn(sight, 'step') === 'new-credential-taken-back');

    await whole.control().move('schedule-scans');
    await whole.until('what came back is taken back', () => takenBack().length > 0);
    await whole.until('someone else has their secret', () => recipient.revealed.length > 0);

    const [undelivered, ...more] = seen('renewal.link-undelivered');
    expect(more).toEqual([]);
    expect(undelivered?.data).toMatchObject({ subjectName: 'payroll-sync', attempt: 1, reason: 'blocked' });
    const { renewalId } = undelivered!.data;
    expect(takenBack().map(({ data }) => data['renewalId'])).toEqual([renewalId]);
    expect(recipient.revealed.map((each) => each.renewalId)).not.toContain(renewalId);
    expect(await bus.deadLetters()).toBe(0);
  }, 120_000);
});
