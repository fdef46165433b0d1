import { readdirSync } from 'node:fs'
import js from '@eslint/js'
import { createNodeResolver, importX } from 'eslint-plugin-import-x'
import tseslint from 'typescript-eslint'

const CODE = ['**/*.ts', '**/*.tsx']
const TESTS = ['**/*.test.{ts,tsx}', '**/testing/**', '**/test-support/**', '**/test-*.ts', '**/fake-*.ts']

/**
 * The arrows of the house: what a folder may import of the other folders. Not named here = nothing. Only tests and scripts/ join
 * everything; a new top-level folder may know nobody until it is named.
 */
const ARROWS = {
  site: ['labs/*/lab.ts', 'labs/define.ts', 'lab-runner/contract.ts'],
  labs: [],
  'lab-runner': ['labs/**'],
  sandbox: [],
  'reference-app': [],
  infra: ['labs/lab-actions.ts'],
}
const JOINERS = ['scripts', 'docs', 'node_modules', 'test']

const folders = readdirSync(import.meta.dirname, { withFileTypes: true })
  .filter(entry => entry.isDirectory() && !entry.name.startsWith('.'))
  .map(entry => entry.name)
const zones = folders
  .filter(folder => !JOINERS.includes(folder))
  .flatMap(folder =>
    folders
      .filter(other => other !== folder && other !== 'node_modules')
      .map(other => ({
        target: `./${folder}/**/*`,
        from: `./${other}/**/*`,
        except: (ARROWS[folder] ?? [])
          .filter(allowed => allowed.startsWith(`${other}/`))
          .map(allowed => `**/${allowed}`),
        message: `${folder}/ may not know ${other}/ (docs/decisions.md, "Arrows").`,
      })),
  )

/** Packages that a folder must not load, as patterns with the reason. */
const refuse = (files, ...patterns) => ({
  files,
  ignores: TESTS,
  rules: {
    'no-restricted-imports': [
      'error',
      { patterns: patterns.map(([regex, message]) => ({ regex, message, allowTypeImports: false })) },
    ],
  },
})

export default tseslint.config(
  {
    ignores: [
      '**/node_modules/',
      '**/dist/',
      '**/.astro/',
      '.slipway/',
      '.cache/',
      '**/cdk.out/',
      'coverage/',
      // Learners' own files: they run in containers.
      'labs/*/starter/',
    ],
  },
  js.configs.recommended,
  {
    files: CODE,
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'separate-type-imports', disallowTypeAnnotations: false },
      ],
      '@typescript-eslint/no-deprecated': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unnecessary-boolean-literal-compare': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      '@typescript-eslint/only-throw-error': ['error', { allowThrowingUnknown: true }],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true, allowNullish: true },
      ],
      '@typescript-eslint/return-await': ['error', 'error-handling-correctness-only'],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      // Our objects are closures; methods are handed on freely.
      '@typescript-eslint/unbound-method': 'off',
      // TypeScript knows these better.
      'no-undef': 'off',
      'no-redeclare': 'off',
    },
  },
  {
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'max-lines': ['error', 400],
      'no-console': 'error',
      // Terminals speak in control characters.
      'no-control-regex': 'off',
      'object-shorthand': 'error',
      'prefer-template': 'error',
    },
  },
  {
    files: CODE,
    ignores: TESTS,
    plugins: { 'import-x': importX },
    settings: {
      'import-x/resolver-next': [createNodeResolver({ extensions: ['.ts', '.tsx', '.js', '.json'] })],
    },
    rules: {
      'import-x/no-default-export': 'error',
      'import-x/no-restricted-paths': ['error', { basePath: import.meta.dirname, zones }],
    },
  },
  // Where a framework or the labs' loader demands a default export.
  {
    files: ['**/*.config.ts', 'site/content.config.ts', 'labs/*/**/*.ts', 'site/pages/**/*.ts'],
    rules: { 'import-x/no-default-export': 'off' },
  },
  refuse(['site/**/*.{ts,tsx}'], ['^@(aws-sdk|smithy)/', 'The browser never talks to AWS; lab-runner does.']),
  refuse(
    ['sandbox/**/*.ts'],
    [
      '^(@slipway/(?!sandbox)|express$|typeorm|socket\\.io)',
      'The practice account stands on the AWS SDK alone.',
    ],
    [
      '^(@smithy/|@aws-sdk/core|@aws-sdk/xml-builder)',
      'The SDK’s codecs are undocumented: only sandbox/protocol/ imports them.',
    ],
  ),
  refuse(['sandbox/protocol/**/*.ts'], ['^@slipway/', 'The practice account stands on the AWS SDK alone.']),
  refuse(
    ['labs/**/*.ts'],
    [
      '^(?!\\.|@aws-sdk/client-|@slipway/labs|@smithy/|zod$|node:)',
      'Labs use the AWS SDK, zod and each other only.',
    ],
  ),
  refuse(['reference-app/**/*.{ts,tsx}'], ['^@slipway/', 'The reference app is an app of its own.']),
  // Reporters are loaded by vitest, by their default export.
  { files: ['scripts/test/*-reporter.ts'], rules: { 'import-x/no-default-export': 'off' } },
  // AWS goes on serving what it calls deprecated, and so do we.
  { files: ['sandbox/services/**/*.ts'], rules: { '@typescript-eslint/no-deprecated': 'off' } },
  {
    files: TESTS,
    rules: {
      '@typescript-eslint/no-explicit-any': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/require-await': 'off',
    },
  },
  {
    files: ['**/*.mjs', '**/*.js'],
    languageOptions: { globals: { console: 'readonly', process: 'readonly', URL: 'readonly' } },
  },
  // Scripts that the browser loads as they are.
  { files: ['site/**/*.js'], rules: { 'no-undef': 'off' } },
  { files: ['scripts/**'], rules: { 'no-console': 'off' } },
)
