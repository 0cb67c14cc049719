/** What asks for renewals of a few secrets and of nothing else: those that end within a week. */
export const FEW_RENEWALS = JSON.stringify({
  rules: [
    {
      kinds: ['client-secret'],
      stages: [{ name: 'urgent', before: 'P7D', actions: ['notify-owner', 'raise-request'] }],
      onExpired: [],
    },
  ],
  fallback: { stages: [{ name: 'final', before: 'P1D', actions: [] }], onExpired: [] },
});

/** How many secrets of the tenant that is, at any time of the day. */
export const RENEWALS = 6;

const stage = (name: string, before: string) => ({ name, before, actions: [] });

/** What announces every stage and does nothing about it. */
export const EVERY_STAGE = JSON.stringify({
  fallback: {
    stages: [
      stage('notice', 'P60D'),
      stage('near-expiry', 'P30D'),
      stage('urgent', 'P7D'),
      stage('final', 'P1D'),
    ],
    onExpired: [],
  },
});
