import { PassThrough } from 'node:stream'
import { hostname } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import type Docker from 'dockerode'
import type { Sandbox } from '../../../operation.ts'
import { awsVariables, pathOf, type BuildEnvironment, type EnvironmentPlan } from './build-environment.ts'

const ROOT = '/codebuild/output'
const SOCKET = '/var/run/docker.sock'
/** The practice account's data folder, on the containers of its builds. */
const LABEL = 'slipway.builds'
const POLL_MS = 250
const GRACE_MS = 300
const MOST_PROCESSES = 4096

/** Runs a build's commands in a container. */
export class ContainerEnvironment implements BuildEnvironment {
  readonly description: string
  readonly root = ROOT
  readonly #docker: Docker
  readonly #container: Docker.Container
  #ended = false

  private constructor(docker: Docker, container: Docker.Container, description: string) {
    this.#docker = docker
    this.#container = container
    this.description = description
  }

  /** Starts a container of an image that is there; `programs` are folders of this machine that it sees. */
  static async start(
    docker: Docker,
    sandbox: Sandbox,
    plan: EnvironmentPlan,
    { image, programs, description }: { image: string; programs: string[]; description: string },
  ): Promise<ContainerEnvironment> {
    const { config } = sandbox
    const engine = engineOf(plan)
    const readOnly = (folder: string) => ({
      ...{ Type: 'bind' as const, Source: folder, Target: folder, ReadOnly: true },
    })
    const variables: Record<string, string> = {
      ...awsVariables(config.endpointInTasks ?? config.endpoint),
      PATH: pathOf(ROOT, programs.length > 0 ? path.dirname(process.execPath) : undefined),
      HOME: '/root',
      LANG: 'C.UTF-8',
      ...engine.variables,
      ...plan.variables,
    }
    const container = await docker.createContainer({
      name: `slipway-build-${path.basename(plan.folder)}`,
      Image: image,
      Entrypoint: ['/bin/sh', '-c', 'while :; do sleep 3600; done'],
      Cmd: [],
      User: 'root',
      WorkingDir: ROOT,
      Env: Object.entries(variables).map(([name, value]) => `${name}=${value}`),
      Labels: {
        [LABEL]: path.resolve(config.dataDir),
        'slipway.folder': path.resolve(config.dataDir),
        'slipway.host': hostname(),
      },
      HostConfig: {
        // The engine's own init needs a place among the programs, which a stand-in has read-only.
        Init: programs.length === 0,
        Memory: plan.memoryMiB * 1024 * 1024,
        PidsLimit: MOST_PROCESSES,
        LogConfig: { Type: 'none', Config: {} },
        Mounts: [
          { Type: 'bind', Source: plan.folder, Target: ROOT },
          ...programs.map(readOnly),
          ...engine.mounts,
        ],
      },
    })
    try {
      await container.start()
    } catch (error) {
      await container.remove({ force: true }).catch(() => undefined)
      throw error
    }
    return new ContainerEnvironment(docker, container, description)
  }

  async run(script: string, shell: 'sh' | 'bash', onLine: (line: string) => void): Promise<number> {
    if (this.#ended) return 137
    try {
      const exec = await this.#container.exec({
        Cmd: [shell, `${ROOT}/${script}`],
        AttachStdout: true,
        AttachStderr: true,
      })
      const stream = await exec.start({})
      const output = [new PassThrough(), new PassThrough()] as const
      this.#docker.modem.demuxStream(stream, ...output)
      for (const input of output) createInterface({ input }).on('line', onLine)
      const closed = new Promise<void>(resolve => {
        for (const event of ['end', 'close', 'error']) stream.once(event, () => resolve())
      })
      const code = await exitCodeOf(exec, closed)
      // What a program in the background holds open does not hold the build.
      await Promise.race([closed, pause(GRACE_MS)])
      for (const one of output) one.end()
      await pause(0)
      return code
    } catch (error) {
      if (this.#ended) return 137
      throw error
    }
  }

  async end(): Promise<void> {
    if (this.#ended) return
    const user = process.getuid?.() ?? 0
    // What root made in the build's folder has to be readable, and to be removed, by whoever runs this.
    if (user !== 0) await this.#give(user)
    this.#ended = true
    await this.#container.remove({ force: true, v: true }).catch(() => undefined)
  }

  async #give(user: number): Promise<void> {
    try {
      const exec = await this.#container.exec({
        Cmd: ['chown', '-R', String(user), ROOT],
        AttachStdout: true,
      })
      const stream = await exec.start({})
      stream.resume()
      const ended = new Promise(resolve => stream.once('end', resolve))
      await Promise.race([ended, pause(5000)])
    } catch {
      // The container has gone: what is left is said when the folder is removed.
    }
  }
}

/** Removes the containers of builds that this data folder's practice account left behind. */
export async function removeContainers(docker: Docker, { config }: Sandbox): Promise<void> {
  const filters = { label: [`${LABEL}=${path.resolve(config.dataDir)}`] }
  const left = await docker.listContainers({ all: true, filters })
  await Promise.all(
    left.map(({ Id }) =>
      docker
        .getContainer(Id)
        .remove({ force: true, v: true })
        .catch(() => undefined),
    ),
  )
}

async function exitCodeOf(exec: Docker.Exec, closed: Promise<void>): Promise<number> {
  for (;;) {
    await Promise.race([closed, pause(POLL_MS)])
    const { Running: running, ExitCode: code } = await exec.inspect()
    if (!running) return code ?? 137
    await pause(20)
  }
}

interface EngineAccess {
  variables: Record<string, string>
  mounts: Docker.MountConfig
}

/** Privileged builds get the engine of this machine; others have none, as on AWS. */
function engineOf({ privileged }: EnvironmentPlan): EngineAccess {
  const host = process.env['DOCKER_HOST'] ?? `unix://${SOCKET}`
  if (!privileged) return { variables: {}, mounts: [] }
  if (!host.startsWith('unix://')) return { variables: { DOCKER_HOST: host }, mounts: [] }
  return { variables: {}, mounts: [{ Type: 'bind', Source: host.slice('unix://'.length), Target: SOCKET }] }
}

function pause(ms: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, ms))
}
