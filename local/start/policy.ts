/**
 * The policy of a run that plays one round by itself: the stages are those that hold without any policy, a roll-over
 * takes seconds, so that it is seen to its end, and the domain that is rolled over has somebody who answers for it.
 */
export const ONCE_POLICY = JSON.stringify({
  fallback: {
    longestLifetime: 'P731D',
    stages: [
      { name: 'notice', before: 'P60D', percentOfLifetime: 50, actions: ['notify-owner'] },
      {
        ...{ name: 'near-expiry', before: 'P30D', percentOfLifetime: 50 },
        actions: ['notify-owner', 'raise-request', { remind: 'P7D' }],
      },
      {
        ...{ name: 'urgent', before: 'P7D', percentOfLifetime: 50 },
        actions: ['notify-owner', 'raise-request', { remind: 'P2D' }, { escalate: ['second-owner'] }],
      },
      {
        ...{ name: 'final', before: 'P1D', percentOfLifetime: 50 },
        actions: ['notify-owner', 'raise-request', { escalate: ['manager'] }],
      },
    ],
    onExpired: [
      ...['notify-owner', 'raise-request', 'incident'],
      ...[{ remind: 'P7D' }, { escalate: ['security-contact'] }],
    ],
  },
  owners: {
    overrides: [
      {
        of: { name: 'stores.northwind.example' },
        owner: { person: 'pieter.devries@northwind.example' },
        reason: 'The stores sign in by a provider of their own, and he runs it.',
      },
    ],
  },
  rollOver: { switchBefore: 'P90D', answerWithin: 'PT1S', grace: 'PT1S' },
});
