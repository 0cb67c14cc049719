import { advanceLink } from '../domain/link-advance.ts';
import { type Link, linkDueAt } from '../domain/link.ts';
import type { Stored } from '../ports/aggregates.ts';
import type { Clock } from '../ports/clock.ts';
import type { Links } from '../ports/links.ts';

/** Tells a link that its reports were answered. Until then it stays due, and whoever follows it is woken again. */
export const markAnswered =
  ({ links, clock }: { readonly links: Links; readonly clock: Clock }) =>
  async ({ state: link, version }: Stored<Link>): Promise<void> => {
    const next = advanceLink(link, { kind: 'answer-reports', now: clock.now() });
    if (!next.ok) return;
    const saved = await links.commit(link.id, {
      expected: version,
      state: next.value,
      dueAt: linkDueAt(next.value),
      messages: [],
    });
    if (!saved.ok) return; // another report came meanwhile: the link is still due, and both are answered then
  };
