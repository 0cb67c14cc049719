import { app } from '@azure/functions';

app.timer('strays', {
  schedule: '0 0 0 1 1 *',
  handler: () => {
    void Promise.reject(new Error('nobody waits for me'));
  },
});
