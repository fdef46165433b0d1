import { cp, mkdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { newerCommands } from '../../lab-runner/terminals/newer-commands.ts'
import { openShell, type Shell } from '../../lab-runner/terminals/shell.ts'
import { renderCommands, renderSolve, unknownOutputs, type RenderContext } from '../../labs/commands.ts'
import type { LabAccount, Resource, Step, Verdict } from '../../labs/define.ts'
import type { LoadedLab, LoadedStep } from '../../labs/load.ts'
import { StepFailure } from './step-failure.ts'
import type { VerifyAccount } from './target.ts'

/** Registry and namespace of the project's own images. */
const IMAGES = 'public.ecr.aws/slipway'
const COMMAND_TIMEOUT_MS = 120_000

/** One learner in one account: a shell in a folder of its own, the outputs so far, the ledger. */
export class Walk {
  readonly lab: LoadedLab
  readonly account: LabAccount
  readonly ledger: Resource[] = []
  readonly outputs: Record<string, Record<string, string>> = {}
  readonly #target: VerifyAccount
  readonly #shell: Shell
  readonly #folder: string

  private constructor(lab: LoadedLab, target: VerifyAccount, shell: Shell, folder: string) {
    this.lab = lab
    this.account = target.account
    this.#target = target
    this.#shell = shell
    this.#folder = folder
  }

  /** Opens the shell in `folder`, which begins with the lab's starter files. */
  static async begin(lab: LoadedLab, target: VerifyAccount, folder: string): Promise<Walk> {
    const cwd = path.join(folder, 'lab')
    await mkdir(cwd, { recursive: true })
    if (lab.starterDirectory) await cp(lab.starterDirectory, cwd, { recursive: true })
    const home = path.join(folder, 'home')
    const { awsCommand } = lab.lab
    const newer = awsCommand ? await newerCommands(awsCommand, folder) : {}
    const env = { ...target.environment, ...newer, CDK_HOME: path.join(home, 'cdk') }
    const shell = await openShell({ cwd, env, home, columns: 120, rows: 40 })
    return new Walk(lab, target, shell, folder)
  }

  async end(): Promise<void> {
    await this.#shell.kill()
    await rm(this.#folder, { recursive: true, force: true })
  }

  /** Through which load balancers' names resolve; undefined on AWS. */
  get httpProxy(): string | undefined {
    return this.#target.environment['http_proxy']
  }

  context(): RenderContext {
    const { accountId, region } = this.account
    return { accountId, region, images: IMAGES, outputs: this.outputs }
  }

  /** Types commands into the shell, one after the other, and answers the first that failed. */
  async type(commands: string[]): Promise<{ command: string; exitCode: number; output: string } | undefined> {
    const unknown = unknownOutputs(commands)
    if (unknown.length > 0) {
      throw new StepFailure(
        `its commands use ${unknown.join(', ')}, which no earlier check gave as an output`,
      )
    }
    for (const command of commands) {
      const { exitCode, output } = await this.#shell.run(command, { timeoutMs: COMMAND_TIMEOUT_MS })
      if (exitCode !== 0) return { command, exitCode, output }
    }
    return undefined
  }

  /** The step's commands must all succeed, and so must those of Show me where they are others. */
  async typeStep(step: Pick<Step, 'commands' | 'solve'>): Promise<void> {
    const solve = step.solve === 'commands' ? [] : renderSolve(step, this.context())
    const failed = await this.type([...renderCommands(step, this.context()), ...solve])
    if (!failed) return
    throw new StepFailure(`exit code ${failed.exitCode} of ${failed.command}\n${indent(failed.output)}`)
  }

  /** One look; it must use no more reads than the step names. */
  async check(step: LoadedStep): Promise<Verdict> {
    this.#target.takeActions()
    const context = { ...this.account, out: this.outputs, signal: AbortSignal.timeout(60_000) }
    const verdict = await step.check(context)
    const unnamed = [...this.#target.takeActions()].filter(action => !step.reads.includes(action))
    if (unnamed.length > 0) {
      throw new StepFailure(`its check used ${unnamed.join(', ')}; add that to its reads`)
    }
    if (verdict.status === 'pass') {
      this.outputs[step.id] = verdict.outputs
      for (const made of verdict.made) {
        if (!this.ledger.some(({ type, id }) => type === made.type && id === made.id)) this.ledger.push(made)
      }
    }
    return verdict
  }

  /** Looks again while the verdict is `waiting`, as the runner does, until the step's timeout. */
  async checkUntil(step: LoadedStep, done: (verdict: Verdict) => boolean): Promise<Verdict> {
    const deadline = Date.now() + milliseconds(step.timeout)
    for (;;) {
      const verdict = await this.check(step)
      if (done(verdict) || Date.now() > deadline) return verdict
      const seconds = verdict.status === 'waiting' ? verdict.retryAfterSeconds : 5
      await new Promise(resolve =>
        setTimeout(resolve, Math.max(250, (seconds * 1000) / this.#target.timeScale)),
      )
    }
  }

  /** The step's check must pass, waiting included. */
  async pass(step: LoadedStep): Promise<void> {
    const verdict = await this.checkUntil(step, ({ status }) => status !== 'waiting')
    if (verdict.status !== 'pass') throw new StepFailure(`its check does not pass: ${describe(verdict)}`)
  }
}

/** A verdict in one paragraph, for whoever reads the log. */
export function describe(verdict: Verdict): string {
  if (verdict.status === 'pass') return `pass: ${verdict.observed}`
  const expected = verdict.status === 'error' ? verdict.detail : `expected ${verdict.expected}`
  return `${verdict.status} (${verdict.reason}): ${verdict.title}; ${expected}; observed ${verdict.observed}; next ${verdict.next}`
}

function milliseconds(duration: string): number {
  return Number(duration.slice(0, -1)) * (duration.endsWith('m') ? 60_000 : 1_000)
}

function indent(output: string): string {
  return output.trim().split('\n').slice(-20).join('\n').replaceAll(/^/gm, '    ')
}
