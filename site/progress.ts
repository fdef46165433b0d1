import type { LabCard } from '../lab-runner/contract.ts'
import { settledQuestions } from './answers.ts'

interface Progress {
  state: 'todo' | 'running' | 'done'
  /** For screen readers and for the line beside the sign. */
  word: string
}

/**
 * Marks how far the learner is on every `[data-entry="lesson:<id>"]` and `[data-entry="lab:<id>"]`: lessons by what this browser
 * remembers, labs by what lab-runner answers. Without lab-runner the page stays as it was built.
 */
export async function showProgress(root: ParentNode = document): Promise<void> {
  const marks = [...root.querySelectorAll<HTMLElement>('[data-entry]')]
  const labs = new Map((await labCards()).map(card => [card.id, card]))
  for (const mark of marks) {
    const [kind, id = ''] = (mark.dataset.entry ?? '').split(':')
    const progress =
      kind === 'lesson' ? lessonProgress(id, Number(mark.dataset.count)) : labProgress(labs.get(id))
    mark.dataset.state = progress.state
    const sign = mark.querySelector<HTMLElement>('.st')
    if (sign) sign.dataset.s = progress.state
    const word = mark.querySelector('[data-word]')
    if (word) word.textContent = progress.word
  }
}

async function labCards(): Promise<LabCard[]> {
  try {
    const response = await fetch('/api/labs', { headers: { accept: 'application/json' } })
    return response.ok ? ((await response.json()) as LabCard[]) : []
  } catch {
    return []
  }
}

function lessonProgress(id: string, count: number): Progress {
  const settled = settledQuestions(id).length
  if (settled === 0) return { state: 'todo', word: '' }
  return settled >= count
    ? { state: 'done', word: ', done' }
    : { state: 'running', word: `, ${settled} of ${count} questions answered` }
}

function labProgress(card: LabCard | undefined): Progress {
  if (!card || card.stepsDone === 0) return { state: 'todo', word: '' }
  return card.stepsDone >= card.steps
    ? { state: 'done', word: ', done' }
    : { state: 'running', word: `, ${card.stepsDone} of ${card.steps} steps done` }
}
