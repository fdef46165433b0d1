import { defineConfig } from 'vitest/config'

const ignored = ['**/node_modules/**', '**/dist/**', '**/cdk.out/**', '.slipway/**', '.cache/**']

// What a test waits for comes late where others compute at the same time; only a failure takes this long.
const WHEN_BUSY = { poll: { timeout: 15_000 } }

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['**/*.test.ts', '**/*.test.tsx'],
          exclude: [...ignored, '**/*.e2e.test.ts'],
          testTimeout: 20_000,
          hookTimeout: 60_000,
          expect: WHEN_BUSY,
          maxWorkers: '100%',
          // Half of their time went to loading the same modules in each file. What a test changes of its process, it puts back.
          isolate: false,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['**/*.e2e.test.ts'],
          exclude: [...ignored, '**/*.alone.e2e.test.ts'],
          testTimeout: 240_000,
          expect: WHEN_BUSY,
          hookTimeout: 120_000,
          // Two at a time, after the unit tests: they boot servers and browsers, and wait for them more than they compute.
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'alone',
          include: ['**/*.alone.e2e.test.ts'],
          exclude: ignored,
          testTimeout: 240_000,
          expect: WHEN_BUSY,
          hookTimeout: 120_000,
          // What measures time or memory, or changes what the whole machine shares.
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
})
