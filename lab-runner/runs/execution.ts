import { renderCommands, renderSolve, unknownOutputs } from '@slipway/labs/commands.ts'
import type { LoadedLab, LoadedStep } from '@slipway/labs/load.ts'
import type { VerdictDto } from '../contract.ts'
import { AppError } from '../security/app-error.ts'
import type { Session } from '../sessions/session.entity.ts'
import type { Sessions } from '../sessions/sessions.ts'
import { ShellUnavailableError } from '../terminals/shell.ts'
import type { Terminal } from '../terminals/terminal.ts'
import type { RunProgress } from './run-records.ts'

const COMMAND_MS = 30 * 60_000

/** What an executing run may do. */
export interface Execution {
  session: Session
  lab: LoadedLab
  signal: AbortSignal
  /** Stores where it is, and tells every tab. */
  report(progress: RunProgress): Promise<void>
  check(step: LoadedStep): Promise<VerdictDto>
}

/** How an execution ended: what the run's last line and exit code are. */
export interface Outcome {
  ok: boolean
  message: string
  exitCode: number | null
}

/** The commands of a step as they are to be typed; throws when they still lack a value of an earlier step. */
export async function commandsFor(
  { sessions, images }: { sessions: Sessions; images: string },
  session: Session,
  step: LoadedStep,
  kind: 'commands' | 'solve',
): Promise<string[]> {
  const { accountId, region } = session
  const context = { accountId, region, images, outputs: await sessions.outputs(session.id) }
  let commands: string[]
  try {
    commands = kind === 'solve' ? renderSolve(step, context) : renderCommands(step, context)
  } catch (cause) {
    throw new AppError('unsafe-value', 409, cause instanceof Error ? cause.message : String(cause), {
      next: 'Reset, and take the names that the lab shows.',
      cause,
    })
  }
  const missing = unknownOutputs(commands)
  if (missing.length === 0) return commands
  throw new AppError(
    'blocked',
    409,
    `The commands of "${step.title}" need ${missing.join(', ')}, which no step has given yet.`,
    { next: 'Do the steps before it first, or press Start from here.' },
  )
}

/** Types the commands one by one, and stops at the first that fails. */
export async function typeCommands(
  execution: Execution,
  terminal: Terminal,
  commands: string[],
): Promise<Outcome> {
  for (const [index, command] of commands.entries()) {
    if (commands.length > 1) {
      await execution.report({ message: `Command ${index + 1} of ${commands.length}` })
    }
    try {
      const { exitCode } = await terminal.shell.run(command, {
        signal: execution.signal,
        timeoutMs: COMMAND_MS,
      })
      if (exitCode !== 0) {
        const which = commands.length > 1 ? `Command ${index + 1} of ${commands.length}` : 'The command'
        return {
          ok: false,
          message: `${which} ended with exit code ${exitCode}. What it says stands in the terminal.`,
          exitCode,
        }
      }
    } catch (error) {
      if (!(error instanceof ShellUnavailableError)) throw error
      execution.signal.throwIfAborted()
      return { ok: false, message: error.message, exitCode: null }
    }
  }
  const message =
    commands.length > 1 ? `All ${commands.length} commands ended well.` : 'The command ended well.'
  return { ok: true, message, exitCode: 0 }
}
