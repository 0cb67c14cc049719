import { registerHooks } from 'node:module';
import { DEFAULT_POLICY } from '../../lib/domain/policy.ts';
import { filledSettings } from './example-settings.ts';

// A program of its own: prints every file that is loaded until all functions of every role are registered.
const loaded: string[] = [];
registerHooks({
  load: (url, context, next) => {
    loaded.push(url);
    return next(url, context);
  },
});
const [{ registerAll }, { loadConfig }, { wire }, { openTracer }, { recordingRuntime }] = await Promise.all([
  import('../../functions/all.ts'),
  import('../../lib/config.ts'),
  import('../../lib/wiring.ts'),
  import('../../lib/wiring/traces.ts'),
  import('./recording-runtime.ts'),
]);
const config = loadConfig({ ...filledSettings(), APP_ROLE: 'all' });
registerAll(recordingRuntime().runtime, wire(config, DEFAULT_POLICY, await openTracer(config.common)));
process.stdout.write(JSON.stringify(loaded));
