import js from '@eslint/js';
import globals from 'globals';

export default [
  { ignores: ['build/', 'dist/', 'site/', '.venv/'] },
  {
    ...js.configs.recommended,
    files: ['**/*.mjs'],
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      ...js.configs.recommended.rules,
      eqeqeq: 'error',
      'array-callback-return': 'error',
      'consistent-return': 'error',
      'no-console': 'error',
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-new-func': 'error',
      'no-param-reassign': 'error',
      'no-script-url': 'error',
      'no-self-compare': 'error',
      'no-template-curly-in-string': 'error',
      'no-unmodified-loop-condition': 'error',
      'no-unused-expressions': 'error',
      'no-use-before-define': ['error', { functions: false }],
      'no-var': 'error',
      'object-shorthand': 'error',
      'prefer-const': 'error',
      'prefer-template': 'error',
    },
  },
  {
    // What runs in browsers gets no more than browsers have.
    files: ['docs/assets/**/*.mjs'],
    languageOptions: { globals: globals.browser },
  },
  {
    // The bundler puts in what the runtime is made of.
    files: ['docs/assets/{calculators,early_start,runtime}.mjs', 'docs/assets/embed/*.mjs'],
    languageOptions: { globals: { HANDED_FILES: 'readonly', RUNTIME_FILES: 'readonly', RUNTIME_HASH: 'readonly' } },
  },
  {
    files: ['docs/assets/worker.mjs'],
    languageOptions: { globals: globals.worker },
  },
  {
    files: ['docs/assets/service_worker.mjs'],
    languageOptions: { globals: { SITE_VERSION: 'readonly' } },
  },
  {
    // What runs in Node, and drives browsers from there.
    files: ['build_scripts/**/*.mjs', 'tests/**/*.mjs'],
    languageOptions: { globals: { ...globals.node, ...globals.browser } },
    rules: { 'no-console': 'off' },
  },
];
