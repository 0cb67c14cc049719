import { app } from '@azure/functions';
import { loadConfig } from '../lib/config.ts';
import { wire } from '../lib/wiring.ts';
import { openTracer } from '../lib/wiring/traces.ts';
import { openPolicy } from '../lib/wiring/policy.ts';
import { registerAll } from './all.ts';
import { tracedRuntime } from './traced-runtime.ts';

// Nothing is caught here: the worker turns a throw into a start error that everyone sees, and a caught one would be an
// app without functions.
const config = loadConfig(process.env);
const tracer = await openTracer(config.common);
registerAll(tracedRuntime(app, tracer), wire(config, await openPolicy(config), tracer));
if (tracer !== undefined) app.hook.appTerminate(() => tracer.flush());
