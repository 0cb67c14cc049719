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
