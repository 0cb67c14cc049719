import { app } from '@azure/functions';

app.storageQueue('queued', { connection: 'STORAGE', queueName: 'q', handler: () => undefined });
