import type { KeyRotation } from './templates.ts';

/** The rotation policy of a key. One that nobody wrote tells people a month before the end, and rotates nothing. */
export const rotationPolicy = (keyUrl: string, rotates: KeyRotation | undefined): object => ({
  id: `${keyUrl}/rotationpolicy`,
  lifetimeActions: [
    ...(rotates === undefined ? [] : [{ trigger: triggerOf(rotates), action: { type: 'Rotate' } }]),
    { trigger: { timeBeforeExpiry: 'P30D' }, action: { type: 'Notify' } },
  ],
  attributes: { expiryTime: rotates === undefined ? null : 'P1Y', created: null, updated: null },
});

const triggerOf = (rotates: KeyRotation): object =>
  'beforeEnd' in rotates ? { timeBeforeExpiry: rotates.beforeEnd } : { timeAfterCreate: rotates.afterMade };
