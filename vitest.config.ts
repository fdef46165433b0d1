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
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'e2e',
          retry,
          include: ['**/*.e2e.test.ts'],
          exclude: ignored,
          testTimeout: 240_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          // After the unit tests: what boots processes and measures time wants the machine for itself.
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
