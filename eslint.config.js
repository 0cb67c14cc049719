import tseslint from 'typescript-eslint';

const shape = [
  { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' },
  {
    selector: 'ClassDeclaration:not([superClass.name=/Error$/])',
    message: 'Functions, not classes, save for errors.',
  },
  { selector: 'TSEnumDeclaration', message: 'A union of literals says the same.' },
];

const noClockNoChance = [
  { name: 'Date', message: 'Time is a value: take `now` as a parameter (lib/domain/time.ts).' },
  { name: 'fetch', message: 'Ask the world through a port.' },
  { name: 'setTimeout', message: 'Waiting is stored as a due row, not slept.' },
  { name: 'setInterval', message: 'Waiting is stored as a due row, not slept.' },
  { name: 'crypto', message: 'Chance and hashes come in through a port.' },
  { name: 'process', message: 'Settings come from lib/config.ts.' },
];

export default tseslint.config(
  { ignores: ['dist/', '.local/', '.stryker/', 'coverage/', 'node_modules/'] },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      'no-console': 'error',
      eqeqeq: 'error',
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: false },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-definitions': ['error', 'interface'],
      'no-restricted-syntax': ['error', ...shape],
    },
  },
  {
    files: ['lib/domain/**', 'lib/events/**', 'lib/use-cases/**'],
    rules: { 'no-restricted-globals': ['error', ...noClockNoChance] },
  },
  // The two places that turn a calendar into an instant and back.
  { files: ['lib/domain/time.ts'], rules: { 'no-restricted-globals': 'off' } },
  {
    files: ['lib/**', 'functions/**'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Chance comes in through a port.' },
        { object: 'process', property: 'env', message: 'Settings are parsed once, in lib/config.ts.' },
      ],
    },
  },
  { files: ['lib/config.ts', 'functions/index.ts'], rules: { 'no-restricted-properties': 'off' } },
  {
    files: ['lib/**', 'functions/**'],
    ignores: ['lib/adapters/tables/table.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        ...shape,
        {
          selector:
            'CallExpression[callee.property.name=/^(updateEntity|upsertEntity|deleteEntity|submitTransaction|createEntity)$/]',
          message: 'Rows are written only in lib/adapters/tables/table.ts, which demands the ETag.',
        },
      ],
    },
  },
  // Stand-ins are servers and the scripts talk to a person: both write to stderr through console.error only.
  { files: ['local/**', 'scripts/**'], rules: { 'no-console': ['error', { allow: ['error'] }] } },
  { files: ['*.config.ts'], rules: { 'no-restricted-syntax': 'off' } },
  {
    files: ['tests/**'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
    },
  },
);
