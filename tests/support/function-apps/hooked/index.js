import { app } from '@azure/functions';

const story = [];

app.hook.appStart(() => {
  story.push('started');
});
app.hook.preInvocation((context) => {
  story.push(`before ${context.invocationContext.functionName}`);
  context.hookData.name = context.invocationContext.functionName;
});
app.hook.postInvocation((context) => {
  story.push(`after ${context.hookData.name} (${context.error.message})`);
  context.error = null;
  context.invocationContext.log(story.join(', '));
});
app.hook.log((context) => {
  if (context.category === 'user') context.message = `hooks: ${context.message}`;
});

app.timer('fails', {
  schedule: '0 0 0 1 1 *',
  handler: () => {
    throw new Error('forgiven');
  },
});
