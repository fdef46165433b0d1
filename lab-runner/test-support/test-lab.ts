import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CheckContext, Resource, Verdict } from '@slipway/labs/define.ts'
import type { LoadedLab, LoadedStep } from '@slipway/labs/load.ts'

/** What a test may turn in the lab's checks while they run. */
export interface TestLab {
  lab: LoadedLab
  /** Checks of each step that were made. */
  checks: Record<string, number>
  /** Overrides a step's check. */
  answer: Map<string, (context: CheckContext) => Promise<Verdict> | Verdict>
  /** Folder of the learner, known once a session is open. */
  folder: string
  made: Resource[]
}

const STEPS = ['write-note', 'copy-note', 'publish-note'] as const

/** A lab of three steps that make files: nothing of AWS but the account it is checked in. */
export function createTestLab(): TestLab {
  const test: TestLab = { checks: {}, answer: new Map(), folder: '', made: [], lab: null as never }

  const step = (id: string, needs: string[], file: string, commands: LoadedStep['commands']): LoadedStep => ({
    id,
    title: `Step ${id}`,
    needs,
    commands,
    timeout: '2m',
    hints: [`First hint of ${id}`, `Second hint of ${id}`],
    solve: 'commands',
    reads: [],
    serves: false,
    check: async context => {
      test.checks[id] = (test.checks[id] ?? 0) + 1
      const answer = test.answer.get(id)
      if (answer) return answer(context)
      const path = join(test.folder, file)
      if (!existsSync(path)) return missing(file)
      const content = readFileSync(path, 'utf8').trim()
      return { status: 'pass', observed: `It says ${content}.`, outputs: { content }, made: test.made }
    },
  })

  test.lab = {
    id: 'test-lab',
    directory: '/test-lab',
    lab: {
      title: 'A test lab',
      summary: 'Three steps that make files.',
      part: 'ecs',
      minutes: 1,
      cost: { perHour: 0, source: 'none' },
      needs: [],
      leaves: [],
      app: { loadBalancer: 'test-app' },
      steps: STEPS.map(id => ({ id, title: `Step ${id}` })),
    },
    steps: [
      step('write-note', [], 'note', () => ['echo first > note', 'test -s note']),
      step('copy-note', ['write-note'], 'copy', ({ out }) => [
        `echo ${out['write-note']?.content}-copy > copy`,
      ]),
      step('publish-note', ['copy-note'], 'public', () => ['cat copy > public']),
    ],
    mistakes: [],
    starterDirectory: null,
  }
  return test
}

export function missing(file: string): Verdict {
  return {
    status: 'fail',
    reason: 'no-file',
    title: `No ${file} yet`,
    expected: `A file named ${file}.`,
    observed: 'There is none.',
    next: 'Run the command.',
  }
}

export function settles(retryAfterSeconds: number): Verdict {
  return {
    status: 'waiting',
    reason: 'at-work',
    title: 'At work',
    expected: 'An end.',
    observed: 'Not yet.',
    next: 'Wait.',
    retryAfterSeconds,
    aboutSeconds: 100,
  }
}
