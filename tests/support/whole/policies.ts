/** What asks for renewals of a few secrets and of nothing else: those that end within five days. */
export const FOUR_RENEWALS = JSON.stringify({
  rules: [
    {
      kinds: ['client-secret'],
      stages: [{ name: 'urgent', before: 'P5D', actions: ['notify-owner', 'raise-request'] }],
      onExpired: [],
    },
  ],
  fallback: { stages: [{ name: 'final', before: 'P1D', actions: [] }], onExpired: [] },
});
/** How many secrets of the roster that is. */
export const RENEWALS = 4;
