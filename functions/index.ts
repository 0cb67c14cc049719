import { app } from '@azure/functions';
import { loadConfig } from '../lib/config.ts';
import { wire } from '../lib/wiring.ts';
import { openPolicy } from '../lib/wiring/policy.ts';
import { registerAll } from './all.ts';

// Nothing is caught here: the worker turns a throw into a start error that everyone sees, and a caught one would be an
// app without functions.
const config = loadConfig(process.env);
registerAll(app, wire(config, await openPolicy(config)));
