import type { Entry } from '../broker/entry.ts';
import { section } from '../message/codec.ts';
import { SECTION } from '../message/sections.ts';
import { encode, headerSection, type Typed, types } from './rhea.ts';

const STATE_NUMBER = { active: 0, deferred: 1, scheduled: 2 } as const;

/** The message as a receiver gets it: the sender's bytes, with what the broker knows about it in front. */
export const deliveryBytes = (entry: Entry): Buffer => {
  const { message, lock } = entry;
  const annotations = new Map<string, Typed>(message.annotations);
  annotations.set('x-opt-sequence-number', types.wrap_long(entry.seq));
  annotations.set('x-opt-enqueued-time', types.wrap_timestamp(entry.enqueuedAt));
  annotations.set('x-opt-message-state', types.wrap_int(STATE_NUMBER[entry.state]));
  if (lock !== undefined) annotations.set('x-opt-locked-until', types.wrap_timestamp(lock.until));
  if (entry.enqueuedSeq !== undefined) {
    annotations.set('x-opt-enqueue-sequence-number', types.wrap_long(entry.enqueuedSeq));
  }
  const pairs = [...annotations].flatMap(([name, value]) => [types.wrap_symbol(name), value]);
  const header = headerSection({
    delivery_count: entry.deliveryCount,
    ...(message.ttlMs === undefined ? {} : { ttl: message.ttlMs }),
  });
  return Buffer.concat([encode(header), section(SECTION.annotations, types.Map32(pairs)), message.bare]);
};
