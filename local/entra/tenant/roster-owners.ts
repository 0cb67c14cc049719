import { application, type ApplicationSpec, secret } from './application-spec.ts';

/** Applications that come near expiry with an owner chain that doesn't simply end at one person. */
export const ODD_OWNERS: readonly ApplicationSpec[] = [
  application('tax-return-filing', {
    owners: ['lucia.fernandez', 'david.cohen'],
    credentials: [secret('tax', -350, 10.5)],
    traps: ['two-owners'],
  }),
  // Right after an owned one: state that leaks from item to item gives it the owners before.
  application('store-locator', { credentials: [secret('maps', -345, 20.2)], traps: ['no-owner'] }),
  application('ci-cache-cleaner', {
    owners: ['greta.olsen'],
    credentials: [secret('cleaner', -347, 18.4)],
    traps: ['owner-disabled'],
  }),
  application('bank-statement-fetch', {
    environment: 'LIVE',
    owners: ['victor.ionescu'],
    credentials: [secret('ebics', -344, 21.6)],
    traps: ['owner-disabled-without-manager'],
  }),
  application('partner-data-exchange', {
    owners: ['lee.harper'],
    credentials: [secret('exchange', -350, 15.3)],
    traps: ['owner-guest'],
  }),
  application('night-batch-monitor', {
    owners: ['ops.console'],
    credentials: [secret('batch', -341, 23.9)],
    traps: ['owner-without-mail'],
  }),
  application('terraform-provisioned-worker', {
    owners: ['identity:renew'],
    credentials: [secret('worker', -343, 22.7)],
    traps: ['owner-service-principal'],
  }),
  application('carrier-rate-quotes', {
    principalOwners: ['miguel.santos'],
    credentials: [secret('rates', -346, 19.1)],
    traps: ['owner-on-service-principal'],
  }),
  application('supplier-scorecards', {
    owners: ['identity:renew', 'paula.jimenez', 'mohamed.ali'],
    credentials: [secret('score', -338, 26.6)],
    traps: ['owner-mixed'],
  }),
  application('returns-desk', {
    credentials: [secret('desk', -340, 25.1)],
    tags: ['ownerMail:returns-team@northwind.example'],
    traps: ['team-mailbox'],
  }),
  application('gift-card-balance', {
    credentials: [secret('balance', -339, 26.2)],
    notes: 'Run by the gift card team. Contact: gift-cards@northwind.example',
    traps: ['team-mailbox'],
  }),
  application('price-tag-sync', {
    credentials: [secret('tags', -337, 27.4)],
    serviceManagementReference: 'CI0010977',
    traps: ['service-management-reference'],
  }),
  application('Shared integration platform', {
    environment: 'LIVE',
    owners: [
      ...['asha.rao', 'jonas.becker', 'yuki.tanaka', 'sean.obrien', 'henrik.dahl', 'david.cohen'],
      ...['priya.natarajan', 'olivier.martin', 'bjorn.hansen', 'carla.mendes', 'pieter.devries'],
      ...['grace.mwangi', 'ivan.petrov', 'arjun.mehta', 'hanna.nowak', 'mohamed.ali', 'kim.jiwoo'],
      ...['tariq.hussain', 'anna.schmidt', 'miguel.santos', 'liam.murphy', 'noor.bakker', 'chidi.eze'],
      ...['greta.olsen', 'dana.fox'],
    ],
    credentials: [secret('platform', -335, 31.7)],
    traps: ['many-owners'],
  }),
];
