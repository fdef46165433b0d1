import type { Reporter, TestModule } from 'vitest/node'
import { tally } from './tally.ts'

/** Ends a run with what was skipped and why, and one line that counts; with CI=true nothing may be skipped. */
export default class TallyReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const tests = modules.flatMap(module => [...module.children.allTests()])
    const { lines, failed } = tally(
      tests.map(test => {
        const result = test.result()
        return {
          name: `${test.module.relativeModuleId} > ${test.fullName}`,
          state: result.state,
          note: result.state === 'skipped' ? result.note : undefined,
        }
      }),
      modules.filter(module => module.errors().length > 0).length + errors.length,
      Boolean(process.env.CI),
    )
    console.log(`\n${lines.join('\n')}`)
    if (failed) process.exitCode = 1
  }
}
