/** What this browser remembers of a lesson's questions: the places of those that are settled, as `slipway:quiz:<lesson>`. */
const key = (lesson: string) => `slipway:quiz:${lesson}`

/** Places of the questions that the learner has settled. Empty where storage is forbidden. */
export function settledQuestions(lesson: string): number[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(key(lesson)) ?? '[]')
    return Array.isArray(stored) ? stored.filter((place): place is number => Number.isInteger(place)) : []
  } catch {
    return []
  }
}

/** Remembers that a question is settled. */
export function rememberSettled(lesson: string, place: number): void {
  const settled = new Set([...settledQuestions(lesson), place])
  write(lesson, JSON.stringify([...settled]))
}

/** Forgets all answers of a lesson. */
export function forgetAnswers(lesson: string): void {
  write(lesson, '[]')
}

function write(lesson: string, value: string): void {
  try {
    localStorage.setItem(key(lesson), value)
  } catch {
    // Storage may be forbidden or full: the answers then last for this page.
  }
}
