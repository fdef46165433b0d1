/** A test as the runner left it. */
export interface Outcome {
  name: string
  state: 'passed' | 'failed' | 'skipped' | 'pending'
  /** Why it was skipped. */
  note?: string | undefined
}

/** Counts a run. `broken` is the number of files and errors outside of tests; in CI what is skipped counts as a failure. */
export function tally(
  outcomes: Outcome[],
  broken: number,
  ci: boolean,
): { lines: string[]; failed: boolean } {
  const count = (state: Outcome['state']) => outcomes.filter(outcome => outcome.state === state).length
  const skipped = outcomes.filter(({ state }) => state === 'skipped' || state === 'pending')
  const lines = skipped.map(
    ({ name, note }) =>
      `skipped: ${name}: ${note ?? 'no reason given; skip with ctx.skip(condition, reason)'}`,
  )
  const failures = count('failed') + broken + (ci ? skipped.length : 0)
  if (ci && skipped.length > 0) lines.push('With CI=true nothing may be skipped: what was, counts as failed.')
  if (outcomes.length === 0) lines.push('No test ran.')
  const rest = ci || skipped.length === 0 ? '' : `, ${skipped.length} skipped`
  lines.push(`${count('passed')} passed, ${failures} failed${rest}`)
  return { lines, failed: failures > 0 || outcomes.length === 0 }
}
