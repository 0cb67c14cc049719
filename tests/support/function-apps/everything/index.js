import { app } from '@azure/functions';

app.http('echo', {
  methods: ['GET', 'POST'],
  route: 'echo/{name}/{*rest}',
  authLevel: 'anonymous',
  handler: async (request, context) => {
    context.info('echoing %s', request.params.name);
    return {
      status: 201,
      headers: { 'x-own': 'yes' },
      cookies: [{ name: 'c', value: 'a b', httpOnly: true, secure: true, sameSite: 'Lax', maxAge: 60 }],
      jsonBody: {
        method: request.method,
        url: request.url,
        params: request.params,
        query: Object.fromEntries(request.query),
        header: request.headers.get('x-test'),
        text: await request.text(),
      },
    };
  },
});
app.http('literal', { methods: ['GET'], route: 'echo/fixed/path', handler: () => ({ body: 'literal' }) });
app.http('nothing', { methods: ['GET'], handler: () => undefined });
app.http('fails', {
  methods: ['GET'],
  handler: () => {
    throw new Error('inside');
  },
});
app.http('keyed', { methods: ['GET'], authLevel: 'function', handler: () => ({ body: 'in' }) });
app.http('off', { methods: ['GET'], handler: () => ({ body: 'never' }) });

let ticks = 0;
const seen = [];
app.timer('tick', {
  schedule: '%TICK_SCHEDULE%',
  handler: (timer, context) => {
    ticks += 1;
    seen.push(timer);
    context.log('tick', ticks);
    console.log('on stdout');
    if (process.env.TICK_FAILS === 'yes') throw new Error('the tick failed');
  },
});
let running = 0;
let most = 0;
app.timer('slow', {
  schedule: '0 0 0 1 1 *',
  handler: async (_timer, context) => {
    context.log('slow begins');
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => setTimeout(resolve, 50));
    running -= 1;
  },
});
app.http('ticks', { methods: ['GET'], handler: () => ({ jsonBody: { ticks, seen, most } }) });
