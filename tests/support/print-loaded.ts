import { registerHooks } from 'node:module';
import { filledSettings } from './example-settings.ts';

// A program of its own: prints every file that is loaded until the triggers of all functions are registered.
const loaded: string[] = [];
registerHooks({
  load: (url, context, next) => {
    loaded.push(url);
    return next(url, context);
  },
});
Object.assign(process.env, filledSettings(), { APP_ROLE: 'all' });
await import('../../functions/index.ts');
process.stdout.write(JSON.stringify(loaded));
