import { type PublishedEvent, shortType, textOf } from './events.ts';
import { plain } from './plain.ts';

/** What became of one renewal, as its events tell. Empty: not told, or not yet. */
export interface RenewalStory {
  /** An event of the renewal itself was seen; those of its credential bear its id before there is one. */
  hasBegun: boolean;
  name: string;
  ticket: string;
  applicationId: string;
  kind: string;
  source: string;
  decision: string;
  /** Closed, called off, or made in its vault. */
  isOver: boolean;
  link: string;
  oldSecret: string;
  /** When the old one is to go; undefined: not known, or gone. */
  goesAt: number | undefined;
  /** How far the roll-over of a signing certificate has come, and whose it is. */
  rollOver: string;
  /** When its next step is due, where we do it. */
  dueAt: number | undefined;
  /** Why it is held up, and until when. */
  heldUp: { readonly failure: string; readonly nextTryAt: number } | undefined;
}

/** The stories of all renewals that the events speak of, by renewal id. */
export const renewalsIn = (events: readonly PublishedEvent[]): ReadonlyMap<string, RenewalStory> => {
  const stories = new Map<string, RenewalStory>();
  // Topics keep no order; the sequence of a renewal's own transitions does.
  for (const event of events.toSorted((a, b) => sequence(a) - sequence(b))) {
    const id = textOf(event, 'renewalId');
    if (id === '') continue;
    const story = stories.get(id) ?? emptyStory();
    stories.set(id, story);
    tell(story, event);
  }
  return stories;
};

const emptyStory = (): RenewalStory => ({
  hasBegun: false,
  name: '',
  ticket: '',
  applicationId: '',
  kind: '',
  source: '',
  decision: '',
  isOver: false,
  link: '',
  oldSecret: '',
  goesAt: undefined,
  rollOver: '',
  dueAt: undefined,
  heldUp: undefined,
});

const tell = (story: RenewalStory, event: PublishedEvent): void => {
  const text = (field: string) => textOf(event, field);
  story.name = plain(text('subjectName')) || story.name;
  story.ticket = text('ticket') || story.ticket;
  story.applicationId = text('applicationId') || story.applicationId;
  story.kind = text('credentialKind') || story.kind;
  story.source = text('credentialSource') || story.source;
  const type = shortType(event.type);
  if (type.startsWith('renewal.')) story.hasBegun = true;
  // A link's own events tell nothing of the renewal's state and come in between.
  if (!type.startsWith('renewal.link-re') && type !== 'renewal.link-expired') story.heldUp = undefined;
  switch (type) {
    case 'renewal.approval-decided':
      story.decision = text('outcome') === 'refused' ? `does not count: ${text('reason')}` : text('outcome');
      break;
    case 'renewal.version-made':
      story.link = 'new version';
      story.isOver = true;
      break;
    case 'renewal.closed':
      story.isOver = true;
      break;
    case 'renewal.link-sent':
      story.link ||= 'sent';
      break;
    case 'renewal.link-redeemed':
      story.link = 'redeemed';
      break;
    case 'renewal.link-expired':
      story.link = 'expired';
      break;
    case 'renewal.rollover-step':
      if (text('step') === 'retirement-scheduled') {
        story.oldSecret = `removed on ${text('at').slice(0, 10)}`;
        story.goesAt = Date.parse(text('at'));
      } else if (text('carrier') !== '') {
        story.rollOver = text('carrier') === 'us' ? text('step') : `by people: ${text('step')}`;
        const due = text('carrier') === 'us' ? Date.parse(text('nextAt')) : NaN;
        story.dueAt = Number.isNaN(due) ? undefined : due;
      }
      break;
    case 'renewal.credential-retired':
      story.oldSecret = 'removed';
      story.goesAt = undefined;
      break;
    case 'renewal.cancelled':
      story.decision = `called off: ${text('cause')}`;
      story.isOver = true;
      break;
    case 'renewal.paused':
      story.heldUp = {
        failure: `${text('step')}: ${text('failure')}`,
        nextTryAt: Date.parse(text('nextTryAt')),
      };
      break;
  }
};

/** Events of a link bear no sequence: they come last, since they only add to what is told. */
const sequence = ({ data }: PublishedEvent): number =>
  typeof data['sequence'] === 'number' ? data['sequence'] : Number.MAX_SAFE_INTEGER;
