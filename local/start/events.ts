/** An event as it was published, as far as we read it: with nothing known of it in advance, as any subscriber. */
export interface PublishedEvent {
  readonly id: string;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

const PREFIX = 'expiry-monitor.';

/** The last part of an event's name, without our prefix and version: `renewal.requested`. */
export const shortType = (type: string): string =>
  (type.startsWith(PREFIX) ? type.slice(PREFIX.length) : type).replace(/\.v\d+$/, '');

/** A text of the data; empty when there is none of that name. */
export const textOf = ({ data }: PublishedEvent, field: string): string => {
  const value = data[field];
  return typeof value === 'string' ? value : '';
};

/** A number of the data. */
export const numberOf = ({ data }: PublishedEvent, field: string): number => {
  const value = data[field];
  return typeof value === 'number' ? value : 0;
};
