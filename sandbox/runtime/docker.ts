import { existsSync } from 'node:fs'
import { hostname } from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import type Docker from 'dockerode'
import { followContainer } from './docker-output.ts'
import { PullError, qualified } from './runtime.ts'
import type { RealEndpoint } from './address-book.ts'
import type { ContainerHandle, ContainerIdentity, ContainerPlan, ContainerState } from './runtime.ts'
import type {
  Follower,
  OutputListener,
  RegistryCredentials,
  Runtime,
  StartedContainer,
  Usage,
} from './runtime.ts'

const LABEL = 'slipway.data'
const SNAPSHOT_MS = 100
const PING_MS = 1000
/** A pull that says nothing for so long has no network. */
const PULL_SILENCE_MS = 20_000

interface BridgeNetwork {
  IPAM?: { Config?: { Gateway?: string; Subnet?: string }[] }
}

/** Connects to Docker Engine; undefined when none answers within a second. */
export async function connectDocker(id: string, folder: string): Promise<DockerRuntime | undefined> {
  const { default: Dockerode } = await import('dockerode')
  const docker = new Dockerode()
  try {
    await within(PING_MS, docker.ping())
    return new DockerRuntime(docker, id, folder)
  } catch {
    return undefined
  }
}

/** Runs containers in Docker Engine, labelled, their ports published on loopback. */
export class DockerRuntime implements Runtime {
  readonly kind = 'docker'
  readonly #docker: Docker
  readonly #id: string
  readonly #folder: string
  #running: { at: number; ids: Promise<Set<string>> } | undefined

  /** `id` marks everything that belongs to this data folder. */
  constructor(docker: Docker, id: string, folder: string) {
    this.#docker = docker
    this.#id = id
    this.#folder = folder
  }

  /** Whether the Engine has the image already. */
  async hasImage(image: string): Promise<{ digest?: string } | undefined> {
    try {
      const { RepoDigests, Id } = await this.#docker.getImage(image).inspect()
      return { digest: RepoDigests?.[0]?.split('@')[1] ?? Id }
    } catch {
      return undefined
    }
  }

  async pull(image: string, credentials?: RegistryCredentials): Promise<{ digest?: string }> {
    const local = await this.hasImage(image)
    if (local) return local
    try {
      await this.#pull(image, credentials)
    } catch (error) {
      throw new PullError(image, '', error)
    }
    const pulled = await this.hasImage(image)
    if (!pulled) throw new PullError(image)
    return pulled
  }

  async start(plan: ContainerPlan): Promise<StartedContainer> {
    const shared = plan.networkOf?.kind === 'docker' ? plan.networkOf.id : undefined
    const id = await this.#startIn(plan, shared).catch(async (error: unknown) => {
      // A container that has ended holds its network no longer; on AWS the task would. This one then has its own.
      if (shared && (await this.#endsSoon(shared))) return this.#startIn(plan, undefined)
      throw error
    })
    this.#running = undefined
    return { handle: { kind: 'docker', id }, ports: await this.#portsOf(id) }
  }

  /** Whether the container has ended. The Engine says so a moment after its process is gone. */
  async #endsSoon(id: string): Promise<boolean> {
    for (let attempt = 0; attempt < 10; attempt++) {
      const { State: state } = await this.#docker.getContainer(id).inspect()
      if (!state.Running) return true
      await delay(100)
    }
    return false
  }

  /** Starts the container in the network of another one, or in its own; answers its id. */
  async #startIn(plan: ContainerPlan, network: string | undefined): Promise<string> {
    const labels = {
      [LABEL]: this.#id,
      'slipway.folder': this.#folder,
      'slipway.host': hostname(),
      'slipway.account': plan.accountId,
      'slipway.region': plan.region,
      'slipway.task': plan.taskId,
      'slipway.container': plan.containerName,
      // As ECS labels what it starts, so that whoever looks at the Engine can tell.
      'com.amazonaws.ecs.container-name': plan.containerName,
    }
    const tcp = plan.ports.map(port => `${port}/tcp`)
    const container = await this.#docker.createContainer({
      name: `slipway-${plan.taskId}-${plan.containerName}`,
      Image: plan.image,
      ...(plan.command && { Cmd: plan.command }),
      ...(plan.entryPoint && { Entrypoint: plan.entryPoint }),
      ...(plan.workingDirectory && { WorkingDir: plan.workingDirectory }),
      ...(plan.user && { User: plan.user }),
      Env: Object.entries({ ...plan.access?.docker, ...plan.environment }).map(
        ([name, value]) => `${name}=${value}`,
      ),
      Labels: labels,
      ...(!network && { Hostname: plan.hostname.slice(0, 63).split('.')[0] ?? '' }),
      ...(!network && { ExposedPorts: Object.fromEntries(tcp.map(port => [port, {}])) }),
      HostConfig: {
        ...(network
          ? { NetworkMode: `container:${network}` }
          : {
              PortBindings: Object.fromEntries(
                tcp.map(port => [port, [{ HostIp: '127.0.0.1', HostPort: '' }]]),
              ),
            }),
        ...(plan.memoryMiB && {
          Memory: plan.memoryMiB * 1024 * 1024,
          MemorySwap: plan.memoryMiB * 1024 * 1024,
        }),
        ...(plan.cpuUnits && { CpuShares: Math.max(2, plan.cpuUnits) }),
        ...(plan.mounts?.length && {
          Mounts: plan.mounts.map(({ source, containerPath, readOnly }) => ({
            ...{ Type: 'bind' as const, Source: source, Target: containerPath, ReadOnly: readOnly },
          })),
        }),
        ...(plan.readonlyRootFilesystem && { ReadonlyRootfs: true }),
        ...(plan.initProcess && { Init: true }),
        LogConfig: plan.keepOutput
          ? { Type: 'json-file', Config: { 'max-size': '10m', 'max-file': '2' } }
          : { Type: 'none', Config: {} },
      },
    })
    try {
      await container.start()
    } catch (error) {
      await container.remove({ force: true }).catch(() => undefined)
      throw new Error(`CannotStartContainerError: ${reasonOf(error)}`, { cause: error })
    }
    return container.id
  }

  async inspect(handle: ContainerHandle): Promise<ContainerState> {
    const { id } = handle as { id: string }
    if ((await this.#runningIds()).has(id)) return { status: 'running' }
    try {
      const { State: state } = await this.#docker.getContainer(id).inspect()
      if (state.Running) return { status: 'running' }
      return { status: 'exited', exitCode: state.ExitCode, outOfMemory: state.OOMKilled }
    } catch (error) {
      if (statusOf(error) === 404) return { status: 'gone' }
      throw error
    }
  }

  async signal(handle: ContainerHandle, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const container = this.#docker.getContainer((handle as { id: string }).id)
    // 404: removed; 409: not running.
    await container.kill({ signal }).catch(ignore(404, 409))
  }

  async exec(handle: ContainerHandle, command: string[], timeoutMs: number): Promise<{ exitCode: number }> {
    try {
      const container = this.#docker.getContainer((handle as { id: string }).id)
      const exec = await container.exec({ Cmd: command, AttachStdout: true, AttachStderr: true })
      const stream = await exec.start({})
      stream.resume()
      await within(timeoutMs, new Promise(resolve => stream.once('end', resolve)))
      return { exitCode: (await exec.inspect()).ExitCode ?? 1 }
    } catch {
      return { exitCode: 1 }
    }
  }

  async usage(handle: ContainerHandle): Promise<Usage | undefined> {
    const container = this.#docker.getContainer((handle as { id: string }).id)
    try {
      const { cpu_stats: cpu, memory_stats: memory } = await container.stats({
        stream: false,
        'one-shot': true,
      })
      // Of a container that has ended the Engine answers zeros.
      if (!memory.usage) return undefined
      // Pages of files that the kernel may drop at any time are nobody's use: `docker stats` leaves them out too.
      const cache = memory.stats.inactive_file ?? memory.stats.total_inactive_file ?? 0
      return { cpuSeconds: cpu.cpu_usage.total_usage / 1e9, memoryBytes: memory.usage - cache }
    } catch (error) {
      if (statusOf(error) === 404) return undefined
      throw error
    }
  }

  follow(handle: ContainerHandle, position: string | undefined, listener: OutputListener): Follower {
    return followContainer(this.#docker, (handle as { id: string }).id, position, listener)
  }

  async remove(handle: ContainerHandle): Promise<void> {
    const container = this.#docker.getContainer((handle as { id: string }).id)
    // 409: its removal is already under way.
    await container.remove({ force: true, v: true }).catch(ignore(404, 409))
  }

  async list(): Promise<(ContainerIdentity & StartedContainer)[]> {
    const filters = { label: [`${LABEL}=${this.#id}`] }
    const containers = await this.#docker.listContainers({ all: true, filters })
    return Promise.all(
      containers.map(async ({ Id, Labels }) => ({
        accountId: Labels['slipway.account'] ?? '',
        region: Labels['slipway.region'] ?? '',
        taskId: Labels['slipway.task'] ?? '',
        containerName: Labels['slipway.container'] ?? '',
        handle: { kind: 'docker', id: Id } as const,
        ports: await this.#portsOf(Id),
      })),
    )
  }

  /** Removes containers of practice accounts on this machine whose data folder was deleted: nobody else ever will. */
  async removeLost(): Promise<void> {
    const filters = { label: [`slipway.host=${hostname()}`] }
    const containers = await this.#docker.listContainers({ all: true, filters })
    const lost = containers.filter(({ Labels }) => !existsSync(Labels['slipway.folder'] ?? '/'))
    await Promise.all(lost.map(({ Id }) => this.remove({ kind: 'docker', id: Id })))
  }

  /** Address of the host as containers see it; undefined where the Engine does not say. */
  async gateway(): Promise<string | undefined> {
    try {
      const { IPAM } = (await this.#docker.getNetwork('bridge').inspect()) as BridgeNetwork
      const config = IPAM?.Config?.[0]
      // An Engine that was not told a gateway takes the subnet's first address.
      return config?.Gateway ?? config?.Subnet?.replace(/\d+\/\d+$/, '1')
    } catch {
      return undefined
    }
  }

  async #pull(image: string, credentials: RegistryCredentials | undefined): Promise<void> {
    const stream = await within(
      PULL_SILENCE_MS,
      this.#docker.pull(qualified(image), credentials && { authconfig: credentials }),
    )
    await new Promise<void>((resolve, reject) => {
      const silent = () => reject(new Error(`The registry said nothing for ${PULL_SILENCE_MS / 1000} s.`))
      let timer = setTimeout(silent, PULL_SILENCE_MS)
      const heard = () => {
        clearTimeout(timer)
        timer = setTimeout(silent, PULL_SILENCE_MS)
      }
      this.#docker.modem.followProgress(
        stream,
        error => {
          clearTimeout(timer)
          if (error) reject(error)
          else resolve()
        },
        heard,
      )
    })
  }

  /** One question to the Engine serves all containers that are looked at in the same moment. */
  #runningIds(): Promise<Set<string>> {
    const now = Date.now()
    if (!this.#running || now - this.#running.at > SNAPSHOT_MS) {
      const filters = { label: [`${LABEL}=${this.#id}`], status: ['running'] }
      const ids = this.#docker.listContainers({ filters }).then(list => new Set(list.map(({ Id }) => Id)))
      this.#running = { at: now, ids }
    }
    return this.#running.ids
  }

  async #portsOf(id: string): Promise<Record<string, RealEndpoint>> {
    try {
      const { NetworkSettings } = await this.#docker.getContainer(id).inspect()
      const published = NetworkSettings.Ports as Record<string, { HostPort: string }[] | null> | undefined
      return Object.fromEntries(
        Object.entries(published ?? {}).flatMap(([port, bindings]): [string, RealEndpoint][] => {
          const hostPort = bindings?.[0]?.HostPort
          return hostPort ? [[port.split('/')[0] ?? '', { host: '127.0.0.1', port: Number(hostPort) }]] : []
        }),
      )
    } catch (error) {
      if (statusOf(error) === 404) return {}
      throw error
    }
  }
}

async function within<T>(ms: number, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Docker Engine gave no answer within ${ms} ms.`)), ms)
  })
  return Promise.race([promise, late]).finally(() => clearTimeout(timer))
}

function statusOf(error: unknown): number | undefined {
  return (error as { statusCode?: number }).statusCode
}

function reasonOf(error: unknown): string {
  const { json, message } = error as { json?: { message?: string }; message?: string }
  return json?.message ?? message ?? String(error)
}

function ignore(...statuses: number[]): (error: unknown) => void {
  return error => {
    if (!statuses.includes(statusOf(error) ?? 0)) throw error
  }
}
