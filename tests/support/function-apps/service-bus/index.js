import { app } from '@azure/functions';

const describe = (body, context) => ({ body, ...context.triggerMetadata });

/** Says what it got; the body chooses what happens then. */
const handler = (lane) => async (body, context) => {
  context.log(JSON.stringify({ lane, begins: true, ...describe(body, context) }));
  if (body.waitMs) await new Promise((resolve) => setTimeout(resolve, body.waitMs));
  if (body.fails) throw new Error(`refused ${context.triggerMetadata.messageId}`);
  context.log(JSON.stringify({ lane, ends: true, messageId: context.triggerMetadata.messageId }));
};

app.serviceBusQueue('from-queue', {
  connection: 'SERVICE_BUS',
  queueName: '%QUEUE%',
  handler: handler('queue'),
});
app.serviceBusTopic('from-topic', {
  connection: 'SERVICE_BUS',
  topicName: 'news',
  subscriptionName: 'all',
  handler: handler('topic'),
});
app.serviceBusQueue('from-sessions', {
  connection: 'SERVICE_BUS',
  queueName: 'orders',
  isSessionsEnabled: true,
  handler: handler('sessions'),
});
