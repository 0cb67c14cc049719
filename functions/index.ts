import { app } from '@azure/functions';
import { loadConfig } from '../lib/config.ts';
import { once } from '../lib/wiring/on-first-use.ts';
import { openPolicy } from '../lib/wiring/policy.ts';
import { openTracer } from '../lib/wiring/traces.ts';
import { registerTriggers, triggersOf } from './triggers.ts';

// Nothing is caught here: the worker turns a throw into a start error that everyone sees, and a caught one would be an
// app without functions. What the functions do is in all.ts, and is loaded when the first work comes.
const config = loadConfig(process.env);
const tracer = await openTracer(config.common);
const policy = await openPolicy(config);
const handlers = once(async () => (await import('./handlers.ts')).handlersOf(config, policy, tracer));
registerTriggers(app, triggersOf(config.role), handlers);
if (tracer !== undefined) app.hook.appTerminate(() => tracer.flush());
