import { parseInstant, plus } from '../../lib/domain/time.ts';
import { fakeServiceDesk } from '../support/fakes/service-desk.ts';
import { serviceDeskContract } from './service-desk.contract.ts';

const settled = (act: () => void): Promise<void> => {
  act();
  return Promise.resolve();
};

serviceDeskContract('the desk in memory', () => {
  let now = parseInstant('2026-11-20T08:00:00Z')!;
  const desk = fakeServiceDesk({ now: () => now });
  const held = (id: string) => desk.tickets().find(({ ticket }) => ticket.id === id)!;
  const approver = 'avery@northwind.example';
  return Promise.resolve({
    desk,
    now: () => now,
    wait: (duration) => {
      now = plus(now, duration);
    },
    requester: 'robin@northwind.example',
    approver,
    approve: (ticket, comment) => settled(() => desk.approve(ticket, approver, comment)),
    deny: (ticket, comment) => settled(() => desk.deny(ticket, approver, comment)),
    edit: (ticket, revision) => settled(() => desk.edit(ticket, revision)),
    plan: (ticket, dates) => settled(() => desk.plan(ticket, dates)),
    closeByHand: (ticket, as) => settled(() => desk.closeByHand(ticket, approver, as)),
    messagesOf: ({ id }) => Promise.resolve(held(id).messages),
    incidents: desk.incidents,
    goAway: () => desk.goAway(),
    comeBack: () => desk.comeBack(),
    loseNextOpen: () => desk.loseNextOpen(),
    notesOf: ({ id }) => Promise.resolve(held(id).notes),
    evidenceOf: ({ id }) => Promise.resolve(held(id).evidence),
    stop: () => Promise.resolve(),
  });
});
