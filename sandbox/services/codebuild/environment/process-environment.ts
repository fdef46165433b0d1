import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { createInterface } from 'node:readline'
import type { Sandbox } from '../../../operation.ts'
import { processesMarked } from '../../../runtime/process-table.ts'
import { awsVariables, pathOf, type BuildEnvironment, type EnvironmentPlan } from './build-environment.ts'

/** Set on all processes of a build: the build's folder. */
const MARK = 'SLIPWAY_BUILD'
/** What a program that was left in the background may still print. */
const GRACE_MS = 300

/** Runs a build's commands as processes of this machine, in a folder of their own. */
export class ProcessEnvironment implements BuildEnvironment {
  readonly description: string
  readonly root: string
  readonly #variables: Record<string, string>
  readonly #running = new Set<ChildProcess>()
  #ended = false

  constructor({ config }: Sandbox, plan: EnvironmentPlan, why: string) {
    this.description = `processes of this machine, in a folder of their own: ${why}`
    this.root = plan.folder
    this.#variables = {
      ...awsVariables(config.endpoint),
      PATH: pathOf(plan.folder, path.dirname(process.execPath), process.env['PATH']),
      HOME: path.join(plan.folder, 'home'),
      TMPDIR: path.join(plan.folder, 'tmp'),
      LANG: 'C.UTF-8',
      ...engineVariables(plan),
      ...plan.variables,
      [MARK]: plan.folder,
    }
  }

  async run(script: string, shell: 'sh' | 'bash', onLine: (line: string) => void): Promise<number> {
    if (this.#ended) return 137
    const child = spawn(shell, [path.join(this.root, script)], {
      cwd: this.root,
      env: this.#variables,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    })
    this.#running.add(child)
    try {
      const read = [child.stdout, child.stderr].map(input => {
        const lines = createInterface({ input })
        lines.on('line', onLine)
        return once(lines, 'close')
      })
      const code = await new Promise<number>((resolve, reject) => {
        child.once('error', reject)
        child.once('exit', (status, signal) => resolve(status ?? (signal ? 137 : 1)))
      })
      await Promise.race([Promise.all(read), new Promise(resolve => setTimeout(resolve, GRACE_MS))])
      return code
    } finally {
      this.#running.delete(child)
    }
  }

  end(): Promise<void> {
    this.#ended = true
    for (const { pid } of this.#running) if (pid !== undefined) kill(-pid)
    endProcesses(this.root)
    return Promise.resolve()
  }
}

/** Ends the processes of one build, or of all below a folder. */
export function endProcesses(folder: string): void {
  for (const { pid } of processesMarked(MARK, folder)) kill(pid)
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has gone by itself.
  }
}

/** Without privileged mode docker finds no daemon, as on AWS. */
function engineVariables({ privileged, folder }: EnvironmentPlan): Record<string, string> {
  if (!privileged) return { DOCKER_HOST: `unix://${folder}/docker.sock` }
  const host = process.env['DOCKER_HOST']
  return host ? { DOCKER_HOST: host } : {}
}
