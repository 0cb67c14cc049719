import { fakePublisher } from '../support/fakes/publisher.ts';
import { publisherContract } from './publisher.contract.ts';

publisherContract('the publisher in memory', () => {
  const publisher = fakePublisher();
  const waiting = new Map<string, ReturnType<typeof publisher.take>>();
  return Promise.resolve({
    publisher,
    receive: (place, count) => {
      const name = place.split('/').at(-1)!;
      const all = [...(waiting.get(name) ?? []), ...publisher.take(name)];
      waiting.set(name, all.slice(count));
      return Promise.resolve(all.slice(0, count).map(({ destination: _, audited: __, ...seen }) => seen));
    },
    away: () => publisher.away(),
    refuse: (why) => publisher.away(why === 'full' ? 'QuotaExceeded' : 'ServiceBusy'),
    back: () => publisher.back(),
    close: () => Promise.resolve(),
  });
});
