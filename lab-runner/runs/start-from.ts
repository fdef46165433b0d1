import { setTimeout as sleep } from 'node:timers/promises'
import type { LoadedStep } from '@slipway/labs/load.ts'
import type { Sessions } from '../sessions/sessions.ts'
import type { Terminal } from '../terminals/terminal.ts'
import { commandsFor, typeCommands, type Execution, type Outcome } from './execution.ts'

/** Shows every step before `target` that is not done, in order, each until its check passes. */
export async function startFrom(
  deps: { sessions: Sessions; images: string },
  execution: Execution,
  terminal: Terminal,
  target: LoadedStep,
): Promise<Outcome> {
  const { session, lab, signal } = execution
  const before = lab.steps.slice(0, lab.steps.indexOf(target))
  const records = await deps.sessions.steps(session.id)
  const todo = before.filter(
    step => records.find(record => record.stepId === step.id)?.verdict?.status !== 'pass',
  )
  for (const [index, step] of todo.entries()) {
    signal.throwIfAborted()
    const place = `${index + 1} of ${todo.length}: ${step.title}`
    await execution.report({ message: place, currentStep: step.id, phase: 'commands' })
    await deps.sessions.changeStep(session.id, step.id, { shown: true, settlingSince: null })
    const commands = await commandsFor(deps, session, step, 'solve')
    const typed = await typeCommands(execution, terminal, commands)
    await execution.report({ message: `${place}, checking`, phase: 'check' })
    let verdict = await execution.check(step)
    while (verdict.status === 'waiting') {
      await sleep(Math.max(0, (verdict.retryAt ?? 0) - Date.now()), undefined, { signal })
      verdict = await execution.check(step)
    }
    if (verdict.status !== 'pass') {
      const why = typed.ok ? `${verdict.title}. ${verdict.next}` : typed.message
      return { ok: false, message: `Stopped at "${step.title}": ${why}`, exitCode: typed.exitCode }
    }
  }
  return { ok: true, message: `Everything before "${target.title}" is done.`, exitCode: null }
}
