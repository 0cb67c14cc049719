/** The rooms and who may enter: a picture that breaks the build when it is no longer true. */
const only = (name, from, to, comment) => ({
  name,
  severity: 'error',
  comment,
  from: { path: from },
  to: { pathNot: to },
});
const never = (name, from, to, comment) => ({ name, severity: 'error', comment, from, to });
const node = '^(node:|[a-z_/]+$)';

module.exports = {
  forbidden: [
    never(
      'no-circles',
      {},
      { circular: true },
      'Two files that need each other are one idea, or the border is wrong.',
    ),
    only(
      'domain-knows-domain',
      '^lib/domain/',
      '^lib/domain/',
      'What is true knows no platform, no SDK, no zod.',
    ),
    only(
      'events-know-zod',
      '^lib/events/',
      ['^lib/events/', '^node_modules/zod/'],
      'What we say stands alone.',
    ),
    only(
      'api-knows-zod',
      '^lib/api/',
      ['^lib/api/', '^node_modules/zod/'],
      'What others may ask of us stands alone.',
    ),
    only(
      'ports-know-domain',
      '^lib/ports/',
      ['^lib/ports/', '^lib/domain/', '^lib/events/', '^lib/log-events\\.ts$'],
      'What we ask of the world, in our words.',
    ),
    only(
      'use-cases-know-ports-domain-events',
      '^lib/use-cases/',
      ['^lib/use-cases/', '^lib/ports/', '^lib/domain/', '^lib/events/'],
      'What we do, whoever does it for us.',
    ),
    only(
      'pages-know-ports-and-domain',
      '^lib/pages/',
      ['^lib/pages/', '^lib/ports/', '^lib/domain/', node],
      'What people see.',
    ),
    never(
      'adapters-not-each-other',
      { path: '^lib/adapters/([^/]+)/' },
      { path: '^lib/adapters/', pathNot: '^lib/adapters/$1/' },
      'A vendor is known in one folder.',
    ),
    never(
      'adapters-know-ports-domain-events',
      { path: '^lib/adapters/' },
      {
        path: '^(lib|functions|local|tests|scripts)/',
        pathNot: ['^lib/(adapters|ports|domain|events)/', '^lib/log-events\\.ts$'],
      },
      'How it is done, and nothing of what is done.',
    ),
    never(
      'only-wiring-knows-adapters',
      { path: '^(lib|functions)/', pathNot: ['^lib/wiring(/|\\.ts$)', '^lib/adapters/'] },
      { path: '^lib/adapters/' },
      'Ports meet adapters in one place.',
    ),
    never(
      'functions-parse-call-settle',
      { path: '^functions/', pathNot: '^functions/(index|handlers)\\.ts$' },
      { path: '^lib/', pathNot: ['^lib/(use-cases|events|api|domain|ports)/', '^lib/roles\\.ts$'] },
      'A function parses, calls its use case and settles; of the wiring it knows what its role is given.',
    ),
    never(
      'nothing-shipped-knows-the-stand-ins',
      { path: '^(lib|functions)/' },
      { path: '^(local|tests|scripts|examples)/' },
      'What runs here in place of Azure is not part of the product.',
    ),
    never(
      'stand-ins-share-no-code',
      { path: '^local/' },
      { path: '^(lib|functions|tests)/' },
      'A stand-in that shares the code of what it tests proves nothing.',
    ),
    never(
      'examples-stand-alone',
      { path: '^examples/' },
      { path: '^(lib|functions|local|tests|scripts|infra)/' },
      'A subscriber has what we publish, and nothing of ours.',
    ),
    never(
      'no-development-packages-in-the-product',
      { path: '^(lib|functions)/' },
      { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'unknown', 'undetermined'] },
      'What is shipped is declared.',
    ),
    never('resolvable', {}, { couldNotResolve: true }, 'An import that leads nowhere.'),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|coverage|\\.local|\\.stryker)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
