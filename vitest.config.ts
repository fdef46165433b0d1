import { defineConfig } from 'vitest/config'

const ignored = ['**/node_modules/**', '**/dist/**', '.slipway/**', '.cache/**']

/** In CI one test that lost a race on a busy machine is tried again, and the last lines of the run name it. */
const retry = process.env.CI ? 1 : 0

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          retry,
          include: ['**/*.test.ts', '**/*.test.tsx'],
          exclude: [...ignored, '**/*.e2e.test.ts'],
          testTimeout: 20_000,
          maxWorkers: '100%',
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'e2e',
          retry,
          include: ['**/*.e2e.test.ts'],
          exclude: [...ignored, '**/*.alone.e2e.test.ts'],
          testTimeout: 240_000,
          hookTimeout: 120_000,
          // Two at a time, after the unit tests: they boot servers and browsers, and wait for them more than they compute.
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'alone',
          retry,
          include: ['**/*.alone.e2e.test.ts'],
          exclude: ignored,
          testTimeout: 240_000,
          hookTimeout: 120_000,
          // What measures time or memory, or changes what the whole machine shares.
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
})
