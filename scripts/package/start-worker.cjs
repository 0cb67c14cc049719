// What the worker of Azure Functions does at a start, and no more: it answers for `@azure/functions-core`, imports what
// `main` names, and is ready when that has registered its functions. Plain JavaScript, so that nothing but the app is
// measured.
const { Module } = require('node:module');
const { join, resolve } = require('node:path');
const { pathToFileURL } = require('node:url');

const app = resolve(process.argv[2]);
const names = [];
const core = {
  version: '3.10.0',
  hostVersion: '4.1000.0',
  log: () => undefined,
  Disposable: function () {},
  registerHook: () => ({ dispose: () => undefined }),
  setProgrammingModel: () => undefined,
  getProgrammingModel: () => undefined,
  registerFunction: ({ name }) => {
    names.push(name);
    return { dispose: () => undefined };
  },
};
const load = Module.prototype.require;
Module.prototype.require = function (id) {
  return id === '@azure/functions-core' ? core : load.call(this, id);
};

const { main } = require(join(app, 'package.json'));
import(pathToFileURL(join(app, main)).href).then(
  () => {
    // Counted from the start of the process, which a cold start pays for too.
    const ms = performance.now();
    process.stdout.write(
      JSON.stringify({ ms, rssMb: process.memoryUsage.rss() / 1024 ** 2, functions: names }),
    );
    process.exit(0);
  },
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
