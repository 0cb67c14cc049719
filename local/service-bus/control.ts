import { Hono } from 'hono';
import { mayBeDisturbed, NOT_HERE } from '../stand-in/process.ts';
import { readRevocation, type Revocations } from '../stand-in/revocations.ts';
import type { Broker, Receivable } from './broker/broker.ts';
import type { Entry, Refusal } from './broker/entry.ts';
import type { FaultRequest, Faults } from './faults.ts';
import type { Journal } from './journal/journal.ts';
import { bodyForPeople } from './message/codec.ts';

interface Parts {
  readonly broker: Broker;
  readonly journal: Journal;
  readonly faults: Faults;
  readonly revoked: Revocations;
}

interface SubscriptionRequest {
  readonly topic?: unknown;
  readonly name?: unknown;
  readonly sqlFilter?: unknown;
}

interface RuleRequest {
  readonly path?: unknown;
  readonly name?: unknown;
  readonly sqlFilter?: unknown;
}

const FAULT_KINDS: readonly unknown[] = [
  'refuse-connections',
  'drop-connections',
  'busy',
  'full',
] satisfies FaultRequest['kind'][];

/** What people and test drivers ask of the namespace over plain HTTP, besides AMQP. */
export const createControl = ({ broker, journal, faults, revoked }: Parts): Hono => {
  const app = new Hono();
  app.onError((error, context) => context.json({ error: error.message }, 400));

  // What was changed is on disk before anybody hears that it was.
  app.use(async (_context, next) => {
    await next();
    journal.flush();
  });

  for (const path of ['/faults', '/revocations'])
    app.post(path, async (context, next) => {
      if (!mayBeDisturbed()) return context.json({ error: NOT_HERE }, 403);
      return next();
    });

  app.get('/entities', (context) => context.json(broker.receivables().map(describe)));

  // Somebody's own subscription may fill up for ever; only declared entities keep the application busy.
  app.get('/idle', (context) => {
    const all = broker.receivables().filter(({ declared }) => declared);
    const [active, locked] = [sum(all, 'active'), sum(all, 'locked')];
    const scheduled = sum(all, 'scheduled') + broker.scheduledInTopics();
    const deadLettered = sum(all, 'deadLettered');
    return context.json({ idle: active + locked === 0, active, locked, scheduled, deadLettered });
  });

  app.get('/messages', (context) => {
    const mailbox = broker.mailbox(context.req.query('path') ?? '');
    if (mailbox === undefined)
      return context.json({ error: 'There is no queue or subscription of this path.' }, 404);
    const count = Number(context.req.query('count') ?? '100');
    return context.json(mailbox.peek(0, count, undefined).map(messageForPeople));
  });

  app.post('/subscriptions', async (context) => {
    const { topic, name, sqlFilter }: SubscriptionRequest = await context.req.json();
    if (typeof topic !== 'string' || typeof name !== 'string' || !/^[\w.-]{1,50}$/.test(name)) {
      return context.json(
        { error: 'A subscription has a topic and a name of 1 to 50 letters, digits, - . _' },
        400,
      );
    }
    const refusal = broker.addSubscription(
      topic,
      name,
      typeof sqlFilter === 'string' ? sqlFilter : undefined,
    );
    return refusal === undefined
      ? context.json({ path: `${topic}/Subscriptions/${name}` }, 201)
      : context.json({ error: refusal.description }, 400);
  });

  app.post('/rules', async (context) => {
    const { path, name, sqlFilter }: RuleRequest = await context.req.json();
    const rules = typeof path === 'string' ? broker.receivable(path)?.rules : undefined;
    if (rules === undefined || typeof name !== 'string' || typeof sqlFilter !== 'string') {
      return context.json({ error: 'A rule has the path of a subscription, a name and a sqlFilter.' }, 400);
    }
    const refusal: Refusal | undefined = rules.add(name, { sql: sqlFilter });
    return refusal === undefined
      ? context.json(rules.list(), 201)
      : context.json({ error: refusal.description }, 400);
  });

  app.post('/faults', async (context) => {
    const request: FaultRequest = await context.req.json();
    if (!FAULT_KINDS.includes(request.kind)) {
      return context.json({ error: `A fault has one of the kinds ${FAULT_KINDS.join(', ')}.` }, 400);
    }
    faults.set(request);
    return context.json({ ok: true });
  });
  app.post('/revocations', async (context) => {
    const revocation = readRevocation(await context.req.json());
    if (revocation === undefined)
      return context.json({ error: 'A revocation has an identity (a policy) and a right.' }, 400);
    revoked.add(revocation);
    return context.json({ revocations: revoked.list() });
  });
  app.delete('/revocations', (context) => {
    revoked.clear();
    return context.json({ revocations: [] });
  });
  app.delete('/faults', (context) => {
    faults.clear();
    return context.json({ ok: true });
  });
  return app;
};

const describe = ({ mailbox }: Receivable) => {
  const dead = mailbox.deadLetters?.counts();
  return {
    path: mailbox.settings.path,
    ...mailbox.counts(),
    deadLettered: (dead?.active ?? 0) + (dead?.locked ?? 0),
  };
};

const sum = (all: readonly Receivable[], key: Exclude<keyof ReturnType<typeof describe>, 'path'>): number =>
  all.reduce((total, each) => total + describe(each)[key], 0);

const messageForPeople = ({ seq, state, lock, deliveryCount, enqueuedAt, dueAt, message }: Entry) => {
  const properties = Object.fromEntries(message.application);
  return {
    sequenceNumber: seq,
    state: lock === undefined ? state : 'locked',
    ...message.system,
    body: bodyForPeople(message),
    applicationProperties: properties,
    deliveryCount,
    enqueuedAt: new Date(enqueuedAt).toISOString(),
    ...(dueAt === undefined ? {} : { dueAt: new Date(dueAt).toISOString() }),
    deadLetterReason: properties['DeadLetterReason'],
    deadLetterErrorDescription: properties['DeadLetterErrorDescription'],
  };
};
