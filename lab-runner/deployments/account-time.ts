/** From when on time passed how many times as fast as on AWS. */
export interface ScaleChange {
  at: number
  scale: number
}

const MAX_CHANGES = 50

/** The changes with what is seen now; the same array when nothing has changed. */
export function noteScale(
  changes: readonly ScaleChange[],
  scale: number,
  at: number,
): readonly ScaleChange[] {
  return changes.at(-1)?.scale === scale ? changes : [...changes, { at, scale }].slice(-MAX_CHANGES)
}

/**
 * When a wait of `minutes` of AWS's time that began at `since` ends, by the wall clock. Before the first known change the scale
 * is taken to have been what it was seen to be first.
 */
export function endOfWait(
  changes: readonly ScaleChange[],
  wait: { since: number; minutes: number },
  now: number,
): number {
  let left = wait.minutes * 60_000
  for (const [index, { at, scale }] of changes.entries()) {
    const from = index === 0 ? wait.since : Math.max(at, wait.since)
    const until = Math.min(changes[index + 1]?.at ?? now, now)
    if (until <= from) continue
    const passed = (until - from) * scale
    if (passed >= left) return from + left / scale
    left -= passed
  }
  return now + left / (changes.at(-1)?.scale ?? 1)
}
