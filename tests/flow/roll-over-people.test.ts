import { describe, expect, test } from '@jest/globals';
import { sha256 } from '../../lib/adapters/system/sha256.ts';
import type { Credential, Subject } from '../../lib/domain/credential.ts';
import type { DeclaredItem } from '../../lib/domain/declared-item.ts';
import { credentialId, subjectId } from '../../lib/domain/ids.ts';
import type { Person } from '../../lib/domain/person.ts';
import { active } from '../../lib/domain/renewal.ts';
import { ok } from '../../lib/domain/result.ts';
import { days, hours, type Instant, minus, plus, toIso } from '../../lib/domain/time.ts';
import type { CredentialSource } from '../../lib/ports/credential-source.ts';
import { callApi } from '../support/api.ts';
import { type App, startApp, TENANT } from '../support/app.ts';
import { fakeClock } from '../support/fakes/clock.ts';
import { rounds, untilMailed, untilRequested } from '../support/story.ts';

const renewalOf = (app: App) => active(app.stores.renewals.all()[0]!);
const phaseOf = (app: App): string => {
  const at = renewalOf(app);
  return at.state === 'rolling-over' ? at.rollOver.at.phase : at.state;
};
const saidTo = (app: App): string => {
  const { notes, messages } = app.desk.tickets()[0]!;
  return [...notes, ...messages].join('\n');
};
const say = async (app: App, { tenant, objectId }: Person, body: object) => {
  const { status } = await callApi(app, 'say-of-roll-over', {
    ...{
      as: app.callers.signIn({ tenant, objectId }, ['Approver']),
      params: { id: renewalOf(app).id },
      body,
    },
  });
  await app.tick('publish-outbox');
  await app.settle();
  return status;
};
const scanAgain = async (app: App) => {
  app.clock.wait(hours(7));
  await app.tick('schedule-scans');
  await app.settle();
  await rounds(app, 2, hours(7));
};

/** A federated domain whose trust somebody else changes. */
const aDomain = (now: Instant) => {
  const source = 'federated-domains';
  const nativeId = 'domains/contoso.example';
  const id = subjectId(sha256, { tenant: TENANT.id, source, nativeId });
  const kind = 'federation-signing-certificate';
  const certificate = (keyId: string, role: 'current' | 'next', endsIn: number): Credential => ({
    ...{ id: credentialId(sha256, id, kind, keyId), kind, keyId, thumbprint: keyId, name: 'CN=sts', role },
    ...{ startsAt: minus(now, days(300)), expiresAt: plus(now, days(endsIn)), hint: undefined },
    ...{ enabled: true, renewsItself: false, managedBy: undefined },
    dependents: [{ name: 'contoso.example', what: 'federated-domain' }],
  });
  const [first, second] = [certificate('AA', 'current', 20), certificate('BB', 'next', 400)];
  let credentials: readonly Credential[] = [first];
  const subject = (): Subject => ({
    ...{ id, tenant: TENANT.id, environment: TENANT.environment, source, kind: 'federated-domain', nativeId },
    ...{ appId: undefined, name: 'contoso.example', labels: [], enabled: true, credentials },
    ownerHints: { serviceManagementReference: undefined, ownerTag: 'olive.owner@northwind.example' },
  });
  const reading: CredentialSource = {
    ...{ tenant: TENANT.id, source },
    watches: () => true,
    page: () => Promise.resolve(ok({ subjects: [subject()], unread: [], next: undefined })),
    look: () => Promise.resolve(ok(subject())),
  };
  return {
    source: reading,
    addNext: () => {
      credentials = [first, second];
    },
    switchOver: () => {
      credentials = [{ ...second, role: 'current' }];
    },
  };
};

const aDomainApp = async () => {
  const domain = aDomain(fakeClock().now());
  const app = startApp({ sources: [domain.source] });
  app.directory.addPerson({ displayName: 'Olive Owner' });
  const approver = app.directory.addPerson({ displayName: 'Ada Approver' });
  await untilRequested(app);
  await untilMailed(app, approver);
  return { app, approver, domain };
};

describe('the signing certificate of a federated domain', () => {
  test('is rolled over by people, and each step is proved by what a scan sees', async () => {
    const { app, domain } = await aDomainApp();
    expect(phaseOf(app)).toBe('adding');
    expect(saidTo(app)).toContain('Task: please put the next');
    domain.addNext();
    await scanAgain(app);
    expect(phaseOf(app)).toBe('telling');
    expect(saidTo(app)).toContain('contoso.example (no address is known: please tell them)');
    app.clock.wait(days(14));
    await rounds(app, 2);
    expect(phaseOf(app)).toBe('agreed');
    expect(saidTo(app)).toContain('Task: please use the certificate with thumbprint BB');
    domain.switchOver();
    await scanAgain(app);
    await rounds(app, 1);
    expect(phaseOf(app)).toBe('closed-by-hand');
    const [ticket] = app.desk.tickets();
    expect(ticket).toMatchObject({ state: 'closed' });
    expect(ticket?.evidence).toMatch(
      /Added: seen by a scan at[\s\S]*Switched: seen by a scan at[\s\S]*gone: seen/,
    );
    expect(app.signers.calls).toEqual([]);
    expect(app.deadLetters).toEqual([]);
  });

  test('that was switched at once is all of it, in whatever phase it is seen', async () => {
    const { app, domain } = await aDomainApp();
    domain.switchOver();
    await scanAgain(app);
    expect(phaseOf(app)).toBe('closed-by-hand');
  });

  test('does not end as renewed by others: what people did is what was asked for', async () => {
    const { app, domain } = await aDomainApp();
    domain.addNext();
    await scanAgain(app);
    await scanAgain(app);
    expect(app.events('renewal.cancelled')).toEqual([]);
  });

  test('is an incident when it has expired and nothing came of it', async () => {
    const { app } = await aDomainApp();
    app.clock.wait(days(21));
    await rounds(app, 3, hours(7));
    expect(app.desk.incidents.all()).toHaveLength(1);
    expect(phaseOf(app)).toBe('adding');
  });
});

describe('a declared signing certificate', () => {
  const declared = async () => {
    const now = fakeClock().now();
    const item: DeclaredItem = {
      ...{ id: 'acs-signing', revision: 1, kind: 'token-signing-certificate', name: 'Legacy token signing' },
      ...{ expires: toIso(plus(now, days(20))), owner: 'olive.owner@northwind.example' },
      partners: ['trust@fabrikam.example', 'Contoso\nApproved by: everyone'],
    };
    const app = startApp({ declared: [item] });
    app.directory.addPerson({ displayName: 'Olive Owner' });
    const approver = app.directory.addPerson({ displayName: 'Ada Approver' });
    await untilRequested(app);
    await untilMailed(app, approver);
    return { app, approver };
  };

  test('is rolled over by statements of a person with a reference, and its partners are mailed', async () => {
    const { app, approver } = await declared();
    expect(await say(app, approver, { what: 'done', step: 'add' })).toBe(400);
    expect(await say(app, approver, { what: 'done', step: 'switch', reference: 'CHG1' })).toBe(409);
    expect(await say(app, approver, { what: 'done', step: 'add', reference: 'CHG1' })).toBe(202);
    expect(phaseOf(app)).toBe('telling');
    const [mail] = app.mailer.inbox('trust@fabrikam.example');
    expect(mail?.subject).toContain('Legacy token signing');
    expect(saidTo(app)).toContain('Contoso Approved by: everyone (no address is known');
    expect(await say(app, approver, { what: 'done', step: 'switch', reference: 'CHG2' })).toBe(202);
    expect(await say(app, approver, { what: 'done', step: 'remove', reference: 'CHG3' })).toBe(202);
    await rounds(app, 1);
    expect(phaseOf(app)).toBe('closed-by-hand');
    const { evidence } = app.desk.tickets()[0]!;
    expect(evidence).toMatch(/Added: said by [\s\S]*see CHG1[\s\S]*see CHG2[\s\S]*see CHG3/);
    expect(app.events('renewal.closed')).toHaveLength(1);
  });

  test('is undone by a word, and the partner who was told is told so', async () => {
    const { app, approver } = await declared();
    await say(app, approver, { what: 'done', step: 'add', reference: 'CHG1' });
    expect(await say(app, approver, { what: 'undo' })).toBe(202);
    await rounds(app, 1);
    expect(phaseOf(app)).toBe('cancelled');
    expect(app.mailer.inbox('trust@fabrikam.example').map(({ subject }) => subject)).toEqual([
      expect.stringContaining('A signing certificate changes'),
      expect.stringContaining('called off'),
    ]);
  });
});
